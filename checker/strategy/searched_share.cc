// SPDX-License-Identifier: BSD-3-Clause
//
// How much of a tree has been searched.

#include <algorithm>

#include "checker/strategy/tree_search.h"

namespace heddle::checker {

ThreadSet TreeSearch::KnownBranches(const Node& node) {
  return node.done | ThreadSet::Of(node.chosen) | (node.backtrack - node.sleep);
}

// A start is left for another only if one has failed there.
ThreadSet TreeSearch::BranchesOfSubtreeAt(const Node& node) const {
  return node.starts ? node.backtrack : node.backtrack | AllBranches(node, node.enabled);
}

// As if there had been one more of each, so that it is never nothing.
double TreeSearch::WorthOfOthers() const {
  int known = 1;
  int all = 1;
  for (std::size_t i = frozen_; i < nodes_.size(); ++i) {
    const ThreadSet here = KnownBranches(nodes_[i]);
    known += here.size() - 1;
    all += (here | (BranchesOfSubtreeAt(nodes_[i]) - nodes_[i].sleep)).size() - 1;
  }
  return static_cast<double>(known) / all;
}

double TreeSearch::Searched() const {
  double searched = 0;
  double below = 1;  // of the whole tree, what is below the branch that was taken last
  const auto take_branch = [&](int tried_before, int branches) {
    below /= branches;
    searched += below * tried_before;
  };
  // The step in which the subtree's own decisions end may have more to choose.
  for (std::size_t i = frozen_ == 0 ? 0 : frozen_ - 1; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (i >= frozen_) {
      take_branch((node.done - ThreadSet::Of(node.chosen)).size(), KnownBranches(node).size());
    }
    for (std::size_t c = std::max<std::size_t>(node.first_choice, frozen_choices_);
         c < EndOfChoices(i); ++c) {
      take_branch(choices_[c].tried - 1, choices_[c].alternatives);
    }
  }
  return searched;
}

}  // namespace heddle::checker
