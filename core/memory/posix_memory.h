// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_POSIX_MEMORY_H_
#define HEDDLE_CORE_MEMORY_POSIX_MEMORY_H_

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "core/address/offset.h"

namespace heddle::core {

// What MappedMemory asks of the system, one system call each. Tests put another class in its place,
// to refuse. Where an int is returned it is 0, or errno if the system refused.
struct PosixMemory {
  struct Space {
    Address base = 0;
    int error = 0;
  };

  // Address space without access, at `near` if it is free there and elsewhere if not.
  Space Reserve(Address near, std::uint64_t bytes) {
    // No reserve: where the system overcommits at all, the window costs it no promise of memory.
    void* const memory =
        mmap(Pointer(near), bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      return {0, errno};
    }
    return {reinterpret_cast<Address>(memory), 0};
  }
  int Unmap(Address base, std::uint64_t bytes) { return Result(munmap(Pointer(base), bytes)); }

  int MakeAccessible(Address base, std::uint64_t bytes) {
    return Result(mprotect(Pointer(base), bytes, PROT_READ | PROT_WRITE));
  }
  // Gives the pages back; the next access finds zeros.
  int Discard(Address base, std::uint64_t bytes) {
    return Result(madvise(Pointer(base), bytes, MADV_DONTNEED));
  }
  int AdviseHugePages(Address base, std::uint64_t bytes, bool wanted) {
    return Result(madvise(Pointer(base), bytes, wanted ? MADV_HUGEPAGE : MADV_NOHUGEPAGE));
  }

  std::uint64_t PageBytes() { return static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)); }

 private:
  static void* Pointer(Address address) {
    return reinterpret_cast<void*>(address);  // NOLINT(performance-no-int-to-ptr)
  }
  static int Result(int status) { return status == 0 ? 0 : errno; }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_POSIX_MEMORY_H_
