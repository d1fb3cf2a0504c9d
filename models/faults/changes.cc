// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/changes.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "core/sync/weaker_order.h"

namespace heddle::models {
namespace {

using core::MemoryOrder;
using core::Question;
using core::TunableProtocol;

// The orders below that of the design, the strongest first.
std::vector<MemoryOrder> WeakerThan(MemoryOrder shipped) {
  std::vector<MemoryOrder> orders;
  for (const MemoryOrder order :
       {MemoryOrder::kAcquireRelease, MemoryOrder::kRelease, MemoryOrder::kAcquire,
        MemoryOrder::kRelaxed, MemoryOrder::kPlain}) {
    if (IsWeaker(order, shipped)) {
      orders.push_back(order);
    }
  }
  return orders;
}

void Apply(const Change& change, TunableProtocol& protocol) {
  const Question question = change.question;
  if (question.IsDecision()) {
    protocol.Drop(question.decision());
  } else if (question.IsStep()) {
    protocol.Skip(question.step());
  } else {
    protocol.Weaken(question.access(), change.order);
  }
}

std::vector<Change> AllSingleChanges() {
  std::vector<Change> changes;
  for (const core::QuestionText& text : core::kQuestions) {
    if (!text.question.IsAccess()) {
      changes.push_back({text.question});
      continue;
    }
    for (const MemoryOrder order : WeakerThan(core::ShippedOrder(text.question.access()))) {
      changes.push_back({text.question, order});
    }
  }
  return changes;
}

std::string Sentence(const Change& change) {
  const std::string sentence(core::TextOf(change.question).sentence);
  return change.question.IsAccess() ? sentence + " is " + Name(change.order)
                                    : "it is no longer so that " + sentence;
}

// A fault's words are views of these.
struct NamedChanges {
  std::deque<std::string> words;
  std::vector<Fault> faults;

  std::string_view Keep(std::string text) { return words.emplace_back(std::move(text)); }

  NamedChanges() {
    for (const Change& change : AllSingleChanges()) {
      faults.push_back({.kind = Fault::Kind::kFault,
                        .name = Keep(NameOf(change)),
                        .change = Keep(Sentence(change)),
                        .goes_wrong = {},
                        .model = {},
                        .fewest_preemptions = 0,
                        .apply = [change](TunableProtocol& protocol) { Apply(change, protocol); },
                        .expectations = {}});
    }
  }
};

}  // namespace

std::vector<Change> ChangesOf(const Fault& fault) {
  TunableProtocol protocol;
  fault.apply(protocol);
  std::vector<Change> changes;
  for (const core::QuestionText& text : core::kQuestions) {
    const Question question = text.question;
    if ((question.IsDecision() && !protocol.Holds(question.decision())) ||
        (question.IsStep() && !protocol.Does(question.step()))) {
      changes.push_back({question});
    } else if (question.IsAccess() &&
               protocol.Order(question.access()) != core::ShippedOrder(question.access())) {
      changes.push_back({question, protocol.Order(question.access())});
    }
  }
  return changes;
}

std::string NameOf(const Change& change) {
  const std::string name(core::TextOf(change.question).name);
  if (change.question.IsDecision()) {
    return "drop:" + name;
  }
  if (change.question.IsStep()) {
    return "skip:" + name;
  }
  const bool weaker = IsWeaker(change.order, core::ShippedOrder(change.question.access()));
  return (weaker ? "weaken:" : "order:") + name + "=" + Name(change.order);
}

const std::vector<Fault>& SingleChanges() {
  static const NamedChanges kChanges;
  return kChanges.faults;
}

std::vector<const Fault*> SmallestChanges() {
  std::vector<const Fault*> smallest;
  std::vector<Question> seen;
  for (const Fault& fault : SingleChanges()) {
    const Question question = ChangesOf(fault).front().question;
    if (std::ranges::find(seen, question) == seen.end()) {
      seen.push_back(question);
      smallest.push_back(&fault);
    }
  }
  return smallest;
}

const Fault* FindSingleChange(std::string_view name) {
  // The first of an access is that by one step.
  const auto found = std::ranges::find_if(SingleChanges(), [&](const Fault& fault) {
    return fault.name == name ||
           (name.starts_with("weaken:") && fault.name.substr(0, fault.name.find('=')) == name);
  });
  return found == SingleChanges().end() ? nullptr : &*found;
}

const Fault& ChangeOf(Question question) { return *SmallestChanges()[question.index()]; }

}  // namespace heddle::models
