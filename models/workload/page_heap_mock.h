// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORKLOAD_PAGE_HEAP_MOCK_H_
#define HEDDLE_MODELS_WORKLOAD_PAGE_HEAP_MOCK_H_

#include <bit>
#include <cstdint>
#include <string>

#include "core/sync/annotations.h"
#include "core/sync/concept.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::models {

enum class MockBug : std::uint8_t {
  kNone,
  kNoSecondLook,       // a page found without the lock is taken without looking again under it
  kIgnoresGeneration,  // the cursor is given back to whichever generation it is now
};

// Workloads 5 and 6: the scavenger's synchronization without an allocator around it. Eight pages
// in a bitmap that is written under the heap lock and searched without it, and a cursor that
// scavengers advance and give back under a lock of their own, unless a new generation has reset it
// meanwhile. Threads are the scavengers, then an allocator, then one that starts a generation.
template <core::SyncPolicy Sync, int kScavengers, MockBug kBug = MockBug::kNone>
class PageHeapMock {
 public:
  static constexpr int kThreads = kScavengers + 2;

  void Thread(int index) {
    if (index < kScavengers) {
      Scavenge();
    } else if (index == kScavengers) {
      AllocateAndFree();
      AllocateAndFree();
    } else {
      StartGeneration();
    }
  }

  // All threads have ended.
  void Finish() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (in_use_.load(kRelaxed) != 0) {
      core::Fatal("a page is still in use");
    }
    if (released_.load(kRelaxed) > kScavengers) {
      core::Fatal("more pages were released than there are scavengers");
    }
    if (cursor_.Get() > kPages) {
      core::Fatal("the cursor is beyond the last page");
    }
  }

  std::string Describe(const void* object) const HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // reads none
    return core::ContainsAddress(heap_lock_, object)        ? Name(core::LockRank::kHeap)
           : core::ContainsAddress(scavenger_lock_, object) ? Name(core::LockRank::kScavenger)
           : core::ContainsAddress(in_use_, object)         ? "pages in use"
           : core::ContainsAddress(scavenged_, object)      ? "scavenged pages"
           : core::ContainsAddress(cursor_, object)         ? "cursor"
           : core::ContainsAddress(generation_, object)     ? "generation"
           : core::ContainsAddress(released_, object)       ? "released counter"
                                                            : "";
  }

 private:
  using Bits = std::uint64_t;
  struct Reservation {
    std::uint64_t cursor;
    std::uint64_t generation;
  };

  static constexpr core::MemoryOrder kRelaxed = core::MemoryOrder::kRelaxed;
  static constexpr std::uint64_t kPages = 8;

  // The lowest clear bit from `start` on.
  static std::uint64_t FirstFree(Bits in_use, std::uint64_t start) {
    return start + static_cast<std::uint64_t>(std::countr_one(in_use >> start));
  }
  static Bits BitOf(std::uint64_t page) { return Bits{1} << page; }

  void Scavenge() {
    const Reservation mine = Reserve();
    // Relaxed: what it returns is only where to look under the lock.
    const std::uint64_t page = FirstFree(in_use_.load(kRelaxed), mine.cursor);
    if (page < kPages && Claim(page)) {
      released_.fetch_add(1, kRelaxed);
      FreeScavenged(page);
    }
    Unreserve(mine);
  }

  Reservation Reserve() {
    scavenger_lock_.lock();
    const Reservation mine{cursor_.Get(), generation_.Get()};
    cursor_.Set(mine.cursor + 1);
    scavenger_lock_.unlock();
    return mine;
  }

  void Unreserve(const Reservation& mine) {
    scavenger_lock_.lock();
    if (kBug == MockBug::kIgnoresGeneration || generation_.Get() == mine.generation) {
      cursor_.Set(cursor_.Get() - 1);
    }
    scavenger_lock_.unlock();
  }

  bool Claim(std::uint64_t page) {
    heap_lock_.lock();
    const Bits in_use = in_use_.load(kRelaxed);
    const bool is_free = kBug == MockBug::kNoSecondLook || (in_use & BitOf(page)) == 0;
    if (is_free) {
      in_use_.store(in_use | BitOf(page), kRelaxed);
    }
    heap_lock_.unlock();
    return is_free;
  }

  void FreeScavenged(std::uint64_t page) {
    heap_lock_.lock();
    Free(page);
    scavenged_.Set(scavenged_.Get() | BitOf(page));
    heap_lock_.unlock();
  }

  void AllocateAndFree() {
    heap_lock_.lock();
    const Bits in_use = in_use_.load(kRelaxed);
    const std::uint64_t page = FirstFree(in_use, 0);
    in_use_.store(in_use | BitOf(page), kRelaxed);
    scavenged_.Set(scavenged_.Get() & ~BitOf(page));
    heap_lock_.unlock();

    heap_lock_.lock();
    Free(page);
    heap_lock_.unlock();
  }

  void Free(std::uint64_t page) HEDDLE_REQUIRES(heap_lock_) {
    const Bits in_use = in_use_.load(kRelaxed);
    if ((in_use & BitOf(page)) == 0) {
      core::Fatal("a page is freed that is not in use");
    }
    in_use_.store(in_use & ~BitOf(page), kRelaxed);
  }

  void StartGeneration() {
    heap_lock_.lock();
    scavenger_lock_.lock();
    generation_.Set(generation_.Get() + 1);
    cursor_.Set(0);
    scavenger_lock_.unlock();
    heap_lock_.unlock();
  }

  typename Sync::Mutex heap_lock_{core::LockRank::kHeap};
  typename Sync::Mutex scavenger_lock_{core::LockRank::kScavenger};
  typename Sync::template Atomic<Bits> in_use_{0};  // written under heap_lock_
  typename Sync::template Shared<Bits> scavenged_ HEDDLE_GUARDED_BY(heap_lock_){0};
  typename Sync::template Shared<std::uint64_t> cursor_ HEDDLE_GUARDED_BY(scavenger_lock_){0};
  typename Sync::template Shared<std::uint64_t> generation_ HEDDLE_GUARDED_BY(scavenger_lock_){0};
  typename Sync::template Atomic<std::uint64_t> released_{0};
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORKLOAD_PAGE_HEAP_MOCK_H_
