// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_STRATEGY_DIRECTOR_H_
#define HEDDLE_CHECKER_RELACY_STRATEGY_DIRECTOR_H_

#include <cstdlib>

#include "checker/relacy/director.h"
#include "checker/relacy/execution_state.h"
#include "checker/strategy/strategy.h"

namespace heddle::checker {

// Hands every decision to a strategy. Threads never block: one whose operation would have to wait
// is not offered.
class StrategyDirector final : public Director {
 public:
  explicit StrategyDirector(Strategy& strategy) : strategy_(strategy) {}

  int First() override {
    strategy_.Begin();
    return Next();
  }
  int Next() override {
    ExecutionState& state = execution_state;
    if (!state.threads.AnyEnabled()) {
      return strategy_.IsRedundant() ? kGiveUp : kNobodyCanGoOn;
    }
    const int thread = strategy_.PickThread(state.threads);
    if (thread == kNoThread) {
      return kGiveUp;
    }
    state.schedule.push_back({Decision::Kind::kThread, static_cast<std::uint8_t>(thread)});
    return thread;
  }
  int NextAfterFinish() override {
    if (!execution_state.threads.unfinished().empty()) {
      return Next();
    }
    return strategy_.IsRedundant() ? kGiveUp : kAllFinished;
  }
  unsigned Choose(unsigned limit, RelacyChoice choice) override {
    if (limit <= 1) {
      return 0;
    }
    switch (choice) {
      case RelacyChoice::kAtomicLoad:
        return Pick(ChoiceKind::kOlderValue);
      case RelacyChoice::kCasFail: {
        // Once for each atomic. Relacy sees to that itself only when loads go back one store.
        bool& has_failed = *execution_state.has_failed_spuriously;
        if (has_failed) {
          return 1;
        }
        has_failed = Pick(ChoiceKind::kSpuriousFailure) != 0;
        return has_failed ? 0 : 1;
      }
      case RelacyChoice::kMemory:
        return Pick(ChoiceKind::kReuse);
      case RelacyChoice::kUser:
        break;
    }
    return Pick(ChoiceKind::kSpuriousFailure);
  }
  void Performed(int thread, const Operation& operation) override {
    strategy_.Performed(thread, operation, execution_state.threads);
  }
  void End(Ending ending) override { strategy_.End(ending, execution_state.threads); }
  bool Advance() override { return strategy_.Advance(); }

  bool DisablesWaiting() const override { return true; }
  bool Block(bool /*is_timed*/, bool /*allow_spurious_wakeup*/) override { std::abort(); }
  void Unblock(int /*thread*/) override { std::abort(); }
  int NextAfterBlock() override { std::abort(); }

 private:
  unsigned Pick(ChoiceKind kind) {
    ExecutionState& state = execution_state;
    const unsigned picked = strategy_.PickAlternative(kind, state.threads, state.running_thread());
    state.Chosen(picked);
    return picked;
  }

  Strategy& strategy_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_STRATEGY_DIRECTOR_H_
