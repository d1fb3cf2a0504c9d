// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_RC11_THREAD_RUN_H_
#define HEDDLE_LITMUS_RC11_THREAD_RUN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "litmus/program.h"
#include "litmus/rc11/execution.h"
#include "litmus/rc11/locations.h"

namespace heddle::litmus::rc11 {

// A thread on its way through its statements. What it reads is told to it; a copy can be told
// something else. Refers to the program, of which MostEvents must know all.
class ThreadRun {
 public:
  ThreadRun(const Program& program, std::size_t thread);

  bool ended() const { return blocks_.empty(); }
  // The location that the next step reads; none if it does not read, or the thread has ended.
  std::optional<std::size_t> NextReads() const;
  // The next step, if it reads what was `seen`. None if it has to wait for another value; the run
  // is of no use then. Requires that the thread has not ended.
  std::optional<Step> Advance(std::int64_t seen);

  std::span<const std::int64_t> registers() const { return registers_; }

 private:
  class Reader;
  class Performer;

  // A block that the thread is in, and the next of its statements.
  struct Place {
    const Block* block;
    std::size_t next;
  };

  const Statement& Next() const { return (*blocks_.back().block)[blocks_.back().next]; }
  // Up to a statement that others can see, or the end.
  void RunLocalStatements();
  bool RunIfLocal(const Statement& statement);

  Locations locations_;
  std::size_t thread_;
  std::vector<std::int64_t> registers_;
  std::vector<Place> blocks_;  // the innermost last
};

}  // namespace heddle::litmus::rc11

#endif  // HEDDLE_LITMUS_RC11_THREAD_RUN_H_
