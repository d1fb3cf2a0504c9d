// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_SUBTREE_H_
#define HEDDLE_CHECKER_STRATEGY_SUBTREE_H_

#include "checker/trace/schedule.h"
#include "checker/trace/thread_set.h"

namespace heddle::checker {

// A part of a search that can be explored on its own: everything that begins with these decisions.
// What is asleep at the first node after them is left out, because another part covers it.
struct Subtree {
  Schedule decisions;
  ThreadSet sleep;
  // Of those asleep: the threads whose operation writes. Without it two parts could overlap.
  ThreadSet writes;
  // Every thread is to be tried at the first node, and not only those that are found to be worth
  // it: what would be found may lie in another part.
  bool all_branches = false;
  // Of those asleep: the threads whose step ended the execution in a violation. They are left out
  // at the first node alone: such a step puts nobody to sleep.
  ThreadSet failed = {};  // NOLINT(readability-redundant-member-init)
  // How much of the search that it is divided off from is in it, as TreeSearch::Searched tells.
  double share = 1;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_SUBTREE_H_
