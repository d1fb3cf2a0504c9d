// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_MEMORY_H_
#define HEDDLE_TESTS_STRESS_STRESS_MEMORY_H_

#include <atomic>
#include <cstdint>

#include "core/memory/mapped_memory.h"
#include "tests/stress/paths.h"

namespace heddle::stress {

// Memory of the system's, which refuses to take some of it back now and then, as a system does of
// pages that are locked.
template <class Sync>
class StressMemory : public core::MappedMemory<Sync> {
 public:
  using Base = core::MappedMemory<Sync>;

  StressMemory(std::uint64_t bytes, std::uint64_t alignment, PathCounts& paths)
      // Without huge pages: the resident set is then what was touched and not released.
      : Base(bytes, {.alignment = alignment, .huge_pages = core::HugePages::kNever}),
        paths_(paths) {}

  bool Map(core::Address base, std::uint64_t bytes) {
    const bool mapped = Base::Map(base, bytes);
    if (mapped) {
      paths_.Count(Path::kGrowth);
    }
    return mapped;
  }
  bool Release(core::Address base, std::uint64_t bytes) {
    const unsigned every = refuse_every_.load(std::memory_order_relaxed);
    if (every != 0 && releases_.fetch_add(1, std::memory_order_relaxed) % every == 0) {
      paths_.Count(Path::kReleaseRefused);
      return false;
    }
    return Base::Release(base, bytes);
  }

  // One release in so many; 0: none.
  void RefuseEvery(unsigned every) { refuse_every_.store(every, std::memory_order_relaxed); }

 private:
  PathCounts& paths_;
  std::atomic<unsigned> refuse_every_{0};
  std::atomic<unsigned> releases_{1};
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_MEMORY_H_
