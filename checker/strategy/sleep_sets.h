// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_SLEEP_SETS_H_
#define HEDDLE_CHECKER_STRATEGY_SLEEP_SETS_H_

#include "checker/strategy/tree_search.h"

namespace heddle::checker {

// Sleep sets (Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, 1996).
// After thread p was tried at a node, it sleeps while others are tried there, until one of them
// does something that p's operation depends on: before that, to let p go leads to an execution
// that differs from one already seen in the order of independent operations alone. Each trace is
// run to its end once; but many executions are begun that turn out to have all threads asleep.
class SleepSets final : public TreeSearch {
 public:
  explicit SleepSets(bool prune, const SearchRules& rules = {})
      : TreeSearch(rules), prune_(prune) {}

 private:
  ThreadSet Branches(const Node& /*node*/, ThreadSet available) const override { return available; }
  bool UsesSleepSets() const override { return true; }
  bool Prunes(const Threads& threads, int thread, unsigned skipped) const override {
    return prune_ && CouldHaveBeenEarlier(threads, thread, skipped);
  }

  const bool prune_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_SLEEP_SETS_H_
