// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_ALLOCATOR_SLOTS_H_
#define HEDDLE_BENCH_ALLOCATOR_SLOTS_H_

#include <cstdint>
#include <vector>

#include "bench/allocator/world.h"
#include "core/allocation.h"
#include "core/sync/annotations.h"

namespace heddle::bench {

// Runs of pages in places that are filled and emptied at random. Both need the heap lock.
class Slots {
 public:
  explicit Slots(std::uint64_t count) : runs_(count) {}

  bool IsEmpty(std::uint64_t i) const { return runs_[i].base == 0; }

  // Returns the address, 0 if there is no such run.
  core::Address Fill(World::Pages& pages, std::uint64_t i, std::uint64_t size)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    runs_[i] = {pages.Alloc(size).base, size};
    return runs_[i].base;
  }

  void Empty(World::Pages& pages, std::uint64_t i) HEDDLE_REQUIRES(pages.heap_lock()) {
    if (!IsEmpty(i)) {
      pages.Free(runs_[i].base, runs_[i].size);
      runs_[i].base = 0;
    }
  }

 private:
  struct Run {
    core::Address base = 0;
    std::uint64_t size = 0;
  };

  std::vector<Run> runs_;
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_SLOTS_H_
