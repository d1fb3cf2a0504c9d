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

  bool IsEmpty(std::uint64_t i) const { return runs_[i] == 0; }

  // Returns the address, 0 if there is no such run. `size` is less than kSizes.
  core::Address Fill(World::Pages& pages, std::uint64_t i, std::uint64_t size)
      HEDDLE_REQUIRES(pages.heap_lock()) {
    const core::Address base = pages.Alloc(size).base;
    runs_[i] = base == 0 ? 0 : base | size;
    return base;
  }

  void Empty(World::Pages& pages, std::uint64_t i) HEDDLE_REQUIRES(pages.heap_lock()) {
    if (!IsEmpty(i)) {
      pages.Free(runs_[i] & ~(kSizes - 1), runs_[i] & (kSizes - 1));
      runs_[i] = 0;
    }
  }

 private:
  static constexpr std::uint64_t kSizes = World::G::kPageBytes;

  // Address and size in one word, so that fewer cache lines are the benchmark's own.
  std::vector<std::uint64_t> runs_;
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_SLOTS_H_
