// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_DEPTH_FIRST_H_
#define HEDDLE_CHECKER_STRATEGY_DEPTH_FIRST_H_

#include "checker/strategy/tree_search.h"

namespace heddle::checker {

// Every interleaving: what the reduced searches are compared with.
class DepthFirst final : public TreeSearch {
 public:
  DepthFirst() : TreeSearch(SearchRules()) {}

 private:
  ThreadSet Branches(const Node& /*node*/, ThreadSet available) const override { return available; }
};

// Every interleaving with at most `bound` preemptions. A preemption takes the turn from a thread
// that could go on. Sleep sets would be wrong here: what they leave out because it was seen from an
// earlier node may have been beyond the bound there.
class Bounded final : public TreeSearch {
 public:
  explicit Bounded(unsigned bound) : TreeSearch(SearchRules()), bound_(bound) {}

 private:
  ThreadSet Branches(const Node& node, ThreadSet available) const override {
    return node.switch_is_free || node.preemptions < bound_ ? available
                                                            : ThreadSet::Of(node.running);
  }
  ThreadSet BranchesAtFailure(const Node& node) const override {
    return node.starts ? node.enabled : ThreadSet();
  }

  unsigned bound_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_DEPTH_FIRST_H_
