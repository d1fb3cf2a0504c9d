// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_RULES_H_
#define HEDDLE_CHECKER_STRATEGY_RULES_H_

namespace heddle::checker {

// What the soundness of the reduced search rests on, each named once. All hold in every search but
// those of tests, which drop one and expect that something is missed or done twice.
struct SearchRules {
  // Sequentially consistent fences depend on each other.
  bool fences_conflict = true;
  // A read and a write of one atomic depend on each other.
  bool reads_conflict = true;
  // Where an execution ends early, the operations that did not come to be performed are analysed.
  bool pending_analysed = true;
  // A lock races with the acquisition before it, not with the release, before which it could not
  // have been performed.
  bool locks_race_with_acquisition = true;
  // Other threads are tried instead of a step that fails.
  bool branch_at_failure = true;
  // What a sleeping thread's operation turned out to be is remembered: a failed
  // compare-and-exchange commutes with another.
  bool sleep_remembers_writes = true;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_RULES_H_
