// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_STRATEGY_H_
#define HEDDLE_CHECKER_STRATEGY_STRATEGY_H_

#include <cstddef>
#include <cstdint>

#include "checker/trace/operation.h"
#include "checker/trace/thread_set.h"
#include "checker/trace/threads.h"

namespace heddle::checker {

// What else than the next thread can be decided, while a thread performs its operation. Alternative
// 0 is what usually happens.
enum class ChoiceKind : std::uint8_t {
  kOlderValue,       // of a load: 1 skips a store, and may be asked again for the one before it
  kSpuriousFailure,  // of a weak compare-and-exchange, or of an attempt at a free lock
  kReuse,            // of freed memory: 1 lets it be allocated again
};

// How an execution ended.
enum class Ending : std::uint8_t {
  kComplete,  // all threads have finished
  kDeadlock,  // some have not, and none can go on
  kFailure,   // a violation on a thread ended it
  kCut,       // by the strategy: nothing new is to be found on this way
};

// Where the program did not do what it did before when the same had been decided.
struct Mismatch {
  std::size_t step;  // from 0
  int thread;
  Operation expected;
  Operation found;
};

// Decides what every execution does, and when there has been enough of them. Knows the threads and
// their operations, and nothing of memory models, fibers or programs. In each execution the calls
// are
//
//   Begin  (PickThread  PickAlternative*  Performed)*  End
//
// where the last PickThread may have no Performed, if it says kNoThread, or if the operation ended
// the execution. All of them but Begin and End are made while the program runs: they must neither
// use operator new nor throw.
class Strategy {
 public:
  Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;
  virtual ~Strategy() = default;

  virtual void Begin() = 0;
  // Which of the enabled threads makes the next step; there is at least one. kNoThread gives the
  // execution up.
  virtual int PickThread(const Threads& threads) = 0;
  // Asked where no thread can go on: true gives the execution up, whether or not all have finished.
  virtual bool IsRedundant() const { return false; }
  // One of two alternatives, 0 or 1, in the step that `thread` is making.
  virtual unsigned PickAlternative(ChoiceKind kind, const Threads& threads, int thread) = 0;
  // The step is made; `operation` is what it turned out to be. Called before threads.Perform.
  virtual void Performed(int thread, const Operation& operation, const Threads& threads) = 0;
  virtual void End(Ending ending, const Threads& threads) = 0;
  // Goes on to the next execution; false if none is left.
  virtual bool Advance() = 0;
  // Null unless the current execution was given up because of one.
  virtual const Mismatch* mismatch() const { return nullptr; }
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_STRATEGY_H_
