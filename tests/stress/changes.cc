// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/changes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/protocol/questions.h"
#include "core/sync/memory_order.h"
#include "core/sync/weaker_order.h"
#include "tests/stress/argument_error.h"

namespace heddle::stress {
namespace {

using core::Access;
using core::MemoryOrder;
using core::Question;

MemoryOrder OrderNamed(std::string_view name, std::string_view change) {
  for (const MemoryOrder order :
       {MemoryOrder::kPlain, MemoryOrder::kRelaxed, MemoryOrder::kAcquire, MemoryOrder::kRelease,
        MemoryOrder::kAcquireRelease, MemoryOrder::kSequentiallyConsistent}) {
    if (name == core::Name(order)) {
      return order;
    }
  }
  throw ArgumentError(fmt::format(
      "unknown order '{}' in '{}'; expected plain, relaxed, acquire, release, acq_rel or seq_cst",
      name, change));
}

Question QuestionNamed(std::string_view name, bool (Question::*is_kind)() const,
                       std::string_view kind) {
  for (const core::QuestionText& text : core::kQuestions) {
    if (text.name == name && (text.question.*is_kind)()) {
      return text.question;
    }
  }
  throw ArgumentError(fmt::format("unknown {} '{}'; see heddle list decisions", kind, name));
}

// `order` is what ACCESS=ORDER of the change says.
void ApplyOrder(std::string_view change, bool is_to_weaken, std::string_view order,
                core::TunableProtocol& protocol) {
  const std::size_t equals = order.find('=');
  const Access access =
      QuestionNamed(order.substr(0, equals), &Question::IsAccess, "access").access();
  const MemoryOrder asked_for = OrderNamed(order.substr(equals + 1), change);
  const MemoryOrder shipped = core::ShippedOrder(access);
  if (asked_for == shipped || IsWeaker(asked_for, shipped) != is_to_weaken) {
    const std::string expected =
        is_to_weaken
            ? fmt::format("weaken: with an order that is weaker than {}", core::Name(shipped))
            : fmt::format("order: with another order than {}, and not a weaker one",
                          core::Name(shipped));
    throw ArgumentError(fmt::format("expected {}, found '{}'", expected, change));
  }
  protocol.Weaken(access, asked_for);
}

bool IsAsShipped(const core::TunableProtocol& protocol, Question question) {
  if (question.IsDecision()) {
    return protocol.Holds(question.decision());
  }
  return question.IsStep()
             ? protocol.Does(question.step())
             : protocol.Order(question.access()) == core::ShippedOrder(question.access());
}

}  // namespace

void ApplyChange(std::string_view change, core::TunableProtocol& protocol) {
  const std::size_t colon = change.find(':');
  const std::string_view kind = change.substr(0, colon);
  const std::string_view name = colon == std::string_view::npos ? "" : change.substr(colon + 1);
  if (kind == "drop") {
    protocol.Drop(QuestionNamed(name, &Question::IsDecision, "decision").decision());
  } else if (kind == "skip") {
    protocol.Skip(QuestionNamed(name, &Question::IsStep, "step").step());
  } else if ((kind == "weaken" || kind == "order") && name.find('=') != std::string_view::npos) {
    ApplyOrder(change, kind == "weaken", name, protocol);
  } else {
    throw ArgumentError(fmt::format(
        "expected drop:DECISION, skip:STEP, weaken:ACCESS=ORDER or order:ACCESS=ORDER, found '{}'",
        change));
  }
}

void RequireAsked(const core::TunableProtocol& protocol, const AskedQuestions& asked,
                  core::Revision revision) {
  std::vector<std::string> changed;
  for (const core::QuestionText& text : core::kQuestions) {
    if (IsAsShipped(protocol, text.question)) {
      continue;
    }
    if (asked.Has(text.question)) {
      return;
    }
    changed.push_back(fmt::format("'{}'", text.name));
  }
  if (!changed.empty()) {
    throw ArgumentError(
        fmt::format("expected a change of what a heap of {} asks about; in this run it has not "
                    "asked about {}",
                    core::Name(revision), fmt::join(changed, " or ")));
  }
}

}  // namespace heddle::stress
