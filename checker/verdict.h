// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_VERDICT_H_
#define HEDDLE_CHECKER_VERDICT_H_

#include <cstdint>
#include <string_view>

namespace heddle::checker {

// What is wrong with an execution. A closed list; kPass is that nothing is.
enum class Verdict : std::uint8_t {
  kPass,
  kRace,             // two threads reach plain memory, one of them writes, nothing orders them
  kUninitialized,    // a value is read that nobody has written
  kAssertion,        // a rule of the program itself is broken
  kInvariant,        // a numbered invariant does not hold
  kAccounting,       // a counter disagrees with what it counts
  kContents,         // memory is used while it is released
  kLockRank,         // locks are taken against their order
  kLockDiscipline,   // something is done with a lock held, or not held, that needs the opposite
  kLostWork,         // work that was there is never done
  kLinearizability,  // results that no order of the operations explains
  kDeadlock,         // some thread waits and no thread can run
  kLivelock,         // an execution does not end
  kMisuse,           // of a lock (taken twice, given back by a stranger) or of memory
  kLeak,             // objects of an execution outlive it
};

std::string_view Name(Verdict verdict);
// One sentence.
std::string_view Explain(Verdict verdict);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_VERDICT_H_
