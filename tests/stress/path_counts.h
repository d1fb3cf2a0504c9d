// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_PATH_COUNTS_H_
#define HEDDLE_TESTS_STRESS_PATH_COUNTS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "tests/stress/paths.h"

namespace heddle::stress {

// How often each was taken. One thread counts, and others read when it has ended. A load and a
// store, both relaxed, order nothing: not for a race detector, nor for the processor, whose store
// buffer an addition in one step would empty. A cache line that no other thread writes to.
class alignas(64) PathCounts {
 public:
  void Count(Path path, std::uint64_t times = 1) {
    auto& count = counts_[static_cast<std::size_t>(path)];
    count.store(count.load(std::memory_order_relaxed) + times, std::memory_order_relaxed);
  }
  void Add(const PathCounts& others) {
    for (std::size_t i = 0; i < kPathCount; ++i) {
      Count(static_cast<Path>(i), others[static_cast<Path>(i)]);
    }
  }
  std::uint64_t operator[](Path path) const {
    return counts_[static_cast<std::size_t>(path)].load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<std::uint64_t>, kPathCount> counts_{};
};

// While it lives, its thread counts there. A thread without one, such as the one that makes and
// clears away the heap, counts nothing.
class ThreadPaths {
 public:
  explicit ThreadPaths(PathCounts& counts) { current = &counts; }
  ThreadPaths(const ThreadPaths&) = delete;
  ThreadPaths& operator=(const ThreadPaths&) = delete;
  ~ThreadPaths() { current = nullptr; }

  // This thread has taken it.
  static void Count(Path path) {
    if (current != nullptr) {
      current->Count(path);
    }
  }

 private:
  static inline thread_local PathCounts* current = nullptr;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_PATH_COUNTS_H_
