// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_ASKED_PROTOCOL_H_
#define HEDDLE_TESTS_STRESS_ASKED_PROTOCOL_H_

#include <array>
#include <atomic>
#include <source_location>

#include "core/protocol/protocol.h"
#include "core/protocol/questions.h"
#include "core/protocol/repair.h"
#include "core/protocol/tunable_protocol.h"

namespace heddle::stress {

// What the threads of a run have asked the protocol. Relaxed, so that it orders nothing that the
// design does not; written once for each question, and only read from then on.
class AskedQuestions {
 public:
  void Add(core::Question question) {
    std::atomic<bool>& asked = asked_[question.index()];
    if (!asked.load(std::memory_order_relaxed)) {
      asked.store(true, std::memory_order_relaxed);
    }
  }
  bool Has(core::Question question) const {
    return asked_[question.index()].load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<bool>, core::kQuestionCount> asked_{};
};

// A tunable protocol that keeps what it was asked in `asked`, which outlives it: a change that
// nobody asks about is none.
class AskedProtocol {
 public:
  using Location = std::source_location;

  AskedProtocol(const core::TunableProtocol& tunable, AskedQuestions& asked)
      : tunable_(tunable), asked_(&asked) {}

  bool Holds(core::Decision decision, const Location& where = Location::current()) const {
    asked_->Add(decision);
    return tunable_.Holds(decision, where);
  }
  bool Does(core::Step step) const {
    asked_->Add(step);
    return tunable_.Does(step);
  }
  bool Chooses(core::Choice choice) const { return tunable_.Chooses(choice); }
  core::MemoryOrder Order(core::Access access, const Location& where = Location::current()) const {
    asked_->Add(access);
    return tunable_.Order(access, where);
  }
  bool Repairs(core::Repair repair) const { return tunable_.Repairs(repair); }

 private:
  core::TunableProtocol tunable_;
  AskedQuestions* asked_;
};

static_assert(core::ProtocolPolicy<AskedProtocol>);

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_ASKED_PROTOCOL_H_
