// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_DIRECTOR_H_
#define HEDDLE_CHECKER_RELACY_DIRECTOR_H_

#include <cstdint>

#include "checker/strategy/strategy.h"
#include "checker/trace/operation.h"

namespace heddle::checker {

// What can be decided besides the next thread, as Relacy asks for it.
enum class RelacyChoice : std::uint8_t {
  kAtomicLoad,  // not 0: one store older
  kCasFail,     // 0: it fails
  kMemory,      // not 0: freed memory may be used again
  kUser,        // an attempt at a free lock: not 0: it fails. Else: whom to wake up
};

// Makes the decisions of a simulation: either a strategy of ours does, or a scheduler of Relacy's.
// Called while threads run, so it must not use operator new.
class Director {
 public:
  // Instead of a thread.
  static constexpr int kGiveUp = -1;
  static constexpr int kAllFinished = -2;
  static constexpr int kNobodyCanGoOn = -3;

  Director() = default;
  Director(const Director&) = delete;
  Director& operator=(const Director&) = delete;
  virtual ~Director() = default;

  // Begins an execution and says which thread goes first.
  virtual int First() = 0;
  // The running thread has come to a scheduling point: which goes on?
  virtual int Next() = 0;
  // The running thread has finished: which goes on?
  virtual int NextAfterFinish() = 0;
  virtual unsigned Choose(unsigned limit, RelacyChoice choice) = 0;
  virtual void Performed(int thread, const Operation& operation) = 0;
  virtual void End(Ending ending) = 0;
  virtual bool Advance() = 0;

  // Whether an operation that has to wait is simply not scheduled. Otherwise the thread blocks.
  virtual bool DisablesWaiting() const = 0;
  // For directors under which threads block. The running thread does; false if then no thread can
  // go on.
  virtual bool Block(bool is_timed, bool allow_spurious_wakeup) = 0;
  virtual void Unblock(int thread) = 0;
  virtual int NextAfterBlock() = 0;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_DIRECTOR_H_
