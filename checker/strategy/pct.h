// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_PCT_H_
#define HEDDLE_CHECKER_STRATEGY_PCT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "checker/strategy/random.h"
#include "checker/strategy/strategy.h"
#include "checker/trace/malloc_vector.h"

namespace heddle::checker {

// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized
// scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010). Threads get random
// priorities, and the enabled one with the highest always goes; at `depth` - 1 random steps the
// running thread falls below all others. A bug that `depth` ordered steps suffice for is found with
// a probability of at least 1 / (n k^(depth - 1)) in each execution of n threads and k steps. Here
// k is the longest execution seen so far.
class Pct final : public Strategy {
 public:
  Pct(unsigned depth, std::uint64_t seed) : random_(seed), change_at_(depth - 1) {}

  void Begin() override {
    step_ = 0;
    for (std::size_t i = 0; i < kMaxThreads; ++i) {
      const std::size_t other = random_.Below(i + 1);
      priorities_[i] = priorities_[other];
      priorities_[other] = static_cast<int>(i) + 1;
    }
    lowest_ = 0;
    for (std::uint64_t& change : change_at_) {
      change = random_.Below(most_steps_);
    }
  }
  int PickThread(const Threads& threads) override {
    int best = Highest(threads.Enabled());
    if (std::ranges::find(change_at_, step_) != change_at_.end()) {
      priorities_[static_cast<std::size_t>(best)] = --lowest_;
      best = Highest(threads.Enabled());
    }
    ++step_;
    return best;
  }
  unsigned PickAlternative(ChoiceKind /*kind*/, const Threads& /*threads*/,
                           int /*thread*/) override {
    return static_cast<unsigned>(random_.Below(2));
  }
  void Performed(int /*thread*/, const Operation& /*operation*/,
                 const Threads& /*threads*/) override {}
  void End(Ending /*ending*/, const Threads& /*threads*/) override {
    most_steps_ = std::max(most_steps_, step_);
  }
  bool Advance() override { return true; }

 private:
  int Highest(ThreadSet set) const {
    int best = set.Lowest();
    ForEach(set, [&](int thread) {
      if (Priority(thread) > Priority(best)) {
        best = thread;
      }
    });
    return best;
  }
  int Priority(int thread) const { return priorities_[static_cast<std::size_t>(thread)]; }

  Random random_;
  MallocVector<std::uint64_t> change_at_;
  std::array<int, kMaxThreads> priorities_{};
  int lowest_ = 0;
  std::uint64_t step_ = 0;
  std::uint64_t most_steps_ = 1;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_PCT_H_
