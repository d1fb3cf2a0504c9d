// SPDX-License-Identifier: BSD-3-Clause
//
// How much of a tree has been searched.

#include "checker/strategy/tree_search.h"

namespace heddle::checker {

double TreeSearch::Searched() const {
  double searched = 0;
  double below = 1;  // of the whole tree, what is below the branch that was taken last
  const auto take_branch = [&](int tried_before, int branches) {
    below /= branches;
    searched += below * tried_before;
  };
  for (std::size_t i = frozen_; i < nodes_.size(); ++i) {
    const ThreadSet chosen = ThreadSet::Of(nodes_[i].chosen);
    const ThreadSet tried = nodes_[i].done - chosen;
    take_branch(tried.size(), (tried | chosen | (nodes_[i].backtrack - nodes_[i].sleep)).size());
    for (std::size_t c = nodes_[i].first_choice; c < EndOfChoices(i); ++c) {
      take_branch(choices_[c].tried - 1, choices_[c].alternatives);
    }
  }
  return searched;
}

}  // namespace heddle::checker
