// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_REPLAY_H_
#define HEDDLE_CHECKER_STRATEGY_REPLAY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "checker/strategy/strategy.h"
#include "checker/trace/schedule.h"

namespace heddle::checker {

// One execution, as decided before. After the last decision the running thread goes on while it
// can, and then the lowest one that can. Counts preemptions: turns taken from a thread that could
// have gone on, the starts of threads aside.
class Replay final : public Strategy {
 public:
  // `fills_in`: where the schedule has no alternative and is asked for one, it is the usual one.
  // For schedules of Relacy's own searches, which do not offer every choice that is there.
  explicit Replay(Schedule schedule, bool fills_in = false)
      : schedule_(std::move(schedule)), fills_in_(fills_in) {}

  void Begin() override {
    next_ = 0;
    step_ = 0;
    preemptions_ = 0;
    last_ = kNoThread;
    mismatch_.reset();
  }
  int PickThread(const Threads& threads) override {
    const int thread = mismatch_ ? kNoThread : Follow(threads);
    ++step_;
    if (thread == kNoThread) {
      return kNoThread;
    }
    if (!threads.starting().Contains(thread)) {
      preemptions_ += thread != last_ && threads.CanGoOn(last_) ? 1U : 0U;
      last_ = thread;
    }
    return thread;
  }
  unsigned PickAlternative(ChoiceKind /*kind*/, const Threads& threads, int thread) override {
    if (next_ == schedule_.size() || mismatch_) {
      return 0;
    }
    if (fills_in_ && schedule_[next_].kind == Decision::Kind::kThread) {
      return 0;
    }
    const Decision decision = schedule_[next_++];
    if (decision.kind != Decision::Kind::kAlternative || decision.value > 1) {
      mismatch_ = {step_ - 1, thread, {}, threads.next(thread)};
      return 0;
    }
    return decision.value;
  }
  void Performed(int /*thread*/, const Operation& /*operation*/,
                 const Threads& /*threads*/) override {}
  void End(Ending /*ending*/, const Threads& threads) override {
    if (next_ < schedule_.size() && !mismatch_) {  // it ended before its time
      mismatch_ = {step_, threads.running(), {}, {}};
    }
  }
  bool Advance() override { return false; }
  const Mismatch* mismatch() const override { return mismatch_ ? &*mismatch_ : nullptr; }

  std::uint64_t preemptions() const { return preemptions_; }

 private:
  int Follow(const Threads& threads) {
    const ThreadSet enabled = threads.Enabled();
    if (next_ == schedule_.size()) {
      const bool goes_on = threads.starting().empty() && enabled.Contains(threads.running());
      return goes_on ? threads.running() : enabled.Lowest();
    }
    const Decision decision = schedule_[next_++];
    const bool names_thread =
        decision.kind == Decision::Kind::kThread && decision.value < threads.count();
    if (!names_thread || !enabled.Contains(decision.value)) {
      const int thread = names_thread ? decision.value : kNoThread;
      const bool waits = names_thread && threads.announced().Contains(thread);
      mismatch_ = {step_, thread, {}, waits ? threads.next(thread) : Operation{}};
      return kNoThread;
    }
    return decision.value;
  }

  Schedule schedule_;
  bool fills_in_;
  std::size_t next_ = 0;
  std::size_t step_ = 0;
  std::uint64_t preemptions_ = 0;
  int last_ = kNoThread;  // made the last step that was not the start of a thread
  std::optional<Mismatch> mismatch_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_REPLAY_H_
