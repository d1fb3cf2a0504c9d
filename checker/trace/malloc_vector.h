// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_MALLOC_VECTOR_H_
#define HEDDLE_CHECKER_TRACE_MALLOC_VECTOR_H_

#include <cstddef>
#include <cstdlib>
#include <vector>

namespace heddle::checker {

// Memory from malloc. Inside a simulation operator new belongs to the simulated program, whose
// allocations are watched for leaks; the checker's own must stay out of that.
template <class T>
struct MallocAllocator {
  using value_type = T;

  MallocAllocator() = default;
  template <class U>
  MallocAllocator(const MallocAllocator<U>& /*other*/) {}  // NOLINT(google-explicit-constructor)

  T* allocate(std::size_t count) {
    void* const memory = std::malloc(count * sizeof(T));
    if (memory == nullptr) {
      std::abort();
    }
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t /*count*/) { std::free(static_cast<void*>(memory)); }

  friend bool operator==(MallocAllocator, MallocAllocator) { return true; }
};

// What the checker may grow while a simulated thread runs.
template <class T>
using MallocVector = std::vector<T, MallocAllocator<T>>;

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_MALLOC_VECTOR_H_
