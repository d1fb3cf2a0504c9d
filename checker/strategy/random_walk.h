// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_RANDOM_WALK_H_
#define HEDDLE_CHECKER_STRATEGY_RANDOM_WALK_H_

#include <cstdint>

#include "checker/strategy/random.h"
#include "checker/strategy/strategy.h"

namespace heddle::checker {

// Everything is decided by chance, each alternative with the same probability.
class RandomWalk final : public Strategy {
 public:
  explicit RandomWalk(std::uint64_t seed) : random_(seed) {}

  void Begin() override {}
  int PickThread(const Threads& threads) override { return random_.OneOf(threads.Enabled()); }
  unsigned PickAlternative(ChoiceKind /*kind*/, const Threads& /*threads*/,
                           int /*thread*/) override {
    return static_cast<unsigned>(random_.Below(2));
  }
  void Performed(int /*thread*/, const Operation& /*operation*/,
                 const Threads& /*threads*/) override {}
  void End(Ending /*ending*/, const Threads& /*threads*/) override {}
  bool Advance() override { return true; }

 private:
  Random random_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_RANDOM_WALK_H_
