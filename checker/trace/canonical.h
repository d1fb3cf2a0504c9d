// SPDX-License-Identifier: BSD-3-Clause
//
// Telling executions apart by what matters. Two executions are the same Mazurkiewicz trace if one
// becomes the other by exchanging neighbouring operations that do not depend on each other.

#ifndef HEDDLE_CHECKER_TRACE_CANONICAL_H_
#define HEDDLE_CHECKER_TRACE_CANONICAL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/program.h"
#include "checker/trace/malloc_vector.h"
#include "checker/trace/operation.h"

namespace heddle::checker {

// 128 bits: among a billion traces, two that are taken for one would be a wonder.
struct TraceHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  // Addition, so that the order of what is added does not matter.
  TraceHash& operator+=(const TraceHash& other) {
    high += other.high;
    low += other.low;
    return *this;
  }
  friend bool operator==(const TraceHash&, const TraceHash&) = default;
};

// The hash of one execution, whose steps it is told in their order: equal for two executions if
// they are one trace, and unequal if not, but for collisions. Fit for use inside a simulation: it
// needs no operator new, and no memory at all once it has seen the longest execution.
class TraceHasher {
 public:
  using Hash = TraceHash;

  void Begin();
  // `performed` is the operation as it turned out; `result` what it read or wrote, 0 for an
  // address, which says nothing; `choices` stands for the alternatives that were not the usual
  // ones, 0 if there were none.
  void Step(int thread, const Operation& performed, std::uint64_t result, unsigned choices);
  Hash End() const { return sum_; }

 private:
  struct Object {
    Hash last_write;   // of operations on it
    Hash reads_since;  // their sum
  };

  std::array<std::uint32_t, kMaxThreads> steps_{};
  MallocVector<Object> objects_;  // by their numbers
  Hash sum_;
};

// A set of hashes, for the number of distinct ones: 16 bytes each, at most three quarters full. Not
// for use inside a simulation.
class TraceCounter {
 public:
  // False if it was there already.
  bool Add(TraceHash hash);
  std::uint64_t count() const { return count_; }
  // All of them, in no order.
  std::vector<TraceHash> hashes() const;

 private:
  std::size_t SlotOf(const TraceHash& hash) const;
  void Grow();

  std::vector<TraceHash> slots_;  // open addressing; all zero is an empty one
  std::uint64_t count_ = 0;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_CANONICAL_H_
