// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_MEMORY_H_
#define HEDDLE_TESTS_STRESS_STRESS_MEMORY_H_

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "core/memory/mapped_memory.h"
#include "tests/stress/no_result.h"
#include "tests/stress/path_counts.h"

namespace heddle::stress {

// Memory of the system's, which refuses to take some of it back now and then, as a system does of
// pages that are locked.
template <class Sync>
class StressMemory : public core::MappedMemory<Sync> {
 public:
  using Base = core::MappedMemory<Sync>;

  // Throws NoResult if the system refuses.
  StressMemory(std::uint64_t bytes, std::uint64_t alignment)
      // Without huge pages: the resident set is then what was touched and not released.
      : Base(bytes, {.alignment = alignment, .huge_pages = core::HugePages::kNever}) {
    if (Base::error() != 0) {
      ThrowNoMemory(Base::error());
    }
  }

  bool Map(core::Address base, std::uint64_t bytes) {
    const bool mapped = Base::Map(base, bytes);
    if (mapped) {
      ThreadPaths::Count(Path::kGrowth);
    }
    return mapped;
  }
  bool Release(core::Address base, std::uint64_t bytes) {
    const unsigned every = refuse_every_.load(std::memory_order_relaxed);
    if (every != 0 && CountRelease() % every == 0) {
      ThreadPaths::Count(Path::kReleaseRefused);
      return false;
    }
    return Base::Release(base, bytes);
  }

  // Without it nobody can go on, which core takes for a failure of the program's.
  template <class T>
  T* Metadata(std::size_t count) {
    T* const metadata = Base::template Metadata<T>(count);
    if (metadata == nullptr) {
      ThrowNoMemory(errno);
    }
    return metadata;
  }

  // One release in so many; 0: none.
  void RefuseEvery(unsigned every) { refuse_every_.store(every, std::memory_order_relaxed); }

 private:
  // Not in one step, which would order what is around it. Some may get the same number.
  unsigned CountRelease() {
    const unsigned count = releases_.load(std::memory_order_relaxed) + 1;
    releases_.store(count, std::memory_order_relaxed);
    return count;
  }

  std::atomic<unsigned> refuse_every_{0};
  std::atomic<unsigned> releases_{0};
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_MEMORY_H_
