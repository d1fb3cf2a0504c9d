// SPDX-License-Identifier: BSD-3-Clause
//
// What can be done to an allocator and its scavenger, as data: generated, shrunk, printed,
// performed. Numbers that pick something (a run, a chunk) are taken modulo how many there are, so
// every program can be performed, and a picked thing that does not exist makes the operation do
// nothing.

#ifndef HEDDLE_TESTS_PROPERTIES_OPERATIONS_H_
#define HEDDLE_TESTS_PROPERTIES_OPERATIONS_H_

#include <cstdint>
#include <iosfwd>
#include <variant>
#include <vector>

namespace heddle::tests {

// Grows the heap at the first chunk from `chunk` on that is not in it, by at most `count` chunks.
struct Grow {
  std::uint64_t chunk;
  std::uint64_t count;
};
struct Alloc {
  std::uint64_t pages;
};
struct AllocAligned {
  std::uint64_t pages;
};
// Frees run `run`, or of it at most `pages` pages from page `skip` on.
struct Free {
  std::uint64_t run;
};
struct FreePart {
  std::uint64_t run;
  std::uint64_t skip;
  std::uint64_t pages;
};
// On one of two page caches.
struct FillCache {
  std::uint64_t cache;
};
struct CacheAlloc {
  std::uint64_t cache;
  std::uint64_t pages;
};
struct FlushCache {
  std::uint64_t cache;
};
struct StartGeneration {};
struct Reserve {};
// On the reservations that are held, of this generation and of older ones.
struct Unreserve {
  std::uint64_t reservation;
};
struct ScavengeOne {
  std::uint64_t reservation;
  std::uint64_t bytes;
};
struct Scavenge {
  std::uint64_t bytes;
};
// The system will refuse the next `count` releases.
struct RefuseReleases {
  std::uint64_t count;
};

using Operation =
    std::variant<Grow, Alloc, AllocAligned, Free, FreePart, FillCache, CacheAlloc, FlushCache,
                 StartGeneration, Reserve, Unreserve, ScavengeOne, Scavenge, RefuseReleases>;

// A machine and what is done on it.
struct Program {
  unsigned log_system_page = 12;
  unsigned log_huge_page = 0;  // 0: no huge pages
  std::vector<Operation> operations;
};

std::ostream& operator<<(std::ostream& out, const Operation& operation);
std::ostream& operator<<(std::ostream& out, const Program& program);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_PROPERTIES_OPERATIONS_H_
