// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_PROGRAM_H_
#define HEDDLE_CHECKER_PROGRAM_H_

#include <string>

namespace heddle::checker {

// What is explored. One object runs many executions, one after the other; in each, everything the
// threads share is built afresh from RelacySync primitives by Setup and taken down by Finish.
//
// The program must be deterministic but for the order of its threads: no clocks, no random numbers,
// no decisions on addresses that change from one execution to the next. One that is not is only
// noticed if a violation does not happen again when it is run once more.
class Program {
 public:
  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  virtual ~Program() = default;

  // From 1 to kMaxThreads.
  virtual int ThreadCount() const = 0;

  // Alone, before the threads. What it does happens before everything they do.
  virtual void Setup() = 0;
  virtual void Thread(int index) = 0;
  // Alone, after every thread has ended: final checks, then destruction of what Setup built.
  virtual void Finish() = 0;
  // Instead of Finish, outside the simulation, after an execution that was cut short by a
  // violation: forget what Setup built without running a destructor of it.
  virtual void Abandon() = 0;

  // The name of a shared object in the words of the program, such as "heap lock"; empty if it has
  // none. Called after an execution was cut short, before Abandon, with the addresses of
  // primitives.
  virtual std::string Describe(const void* object) const = 0;
};

// Threads that a program may have. Relacy is instantiated once for each count.
inline constexpr int kMaxThreads = 8;

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_PROGRAM_H_
