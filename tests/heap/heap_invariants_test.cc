// SPDX-License-Identifier: BSD-3-Clause
//
// That the invariants of a heap at rest notice what breaks them.

#include "core/invariants/heap_invariants.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "core/heap/background_scavenger.h"
#include "tests/heap/heap_world.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::tests {
namespace {

using core::FailureKind;
using core::MemoryOrder;
using core::Revision;
using core::Span;
using core::SpanKind;

class HeapInvariants : public FailureTest {
 protected:
  using World = HeapWorld<Revision::kR4>;
  using Statistics = World::Heap::Statistics;
  using Cache = World::Cache;
  static constexpr std::uint64_t kPage = World::kPage;

  HeapInvariants() {
    heap_span_ = world_.heap.Allocate(3);
    stack_span_ = world_.heap.Allocate(2, SpanKind::kStack);
    world_.heap.Allocate(1, SpanKind::kHeap, &cache_);
    freed_ = world_.heap.Allocate(5);
    world_.heap.Free(freed_.base);
    world_.CheckAtRest({&cache_});
  }

  Statistics& Counters() { return const_cast<Statistics&>(world_.heap.statistics()); }
  core::ArenaTable<World::P>& Arenas() {
    return const_cast<core::ArenaTable<World::P>&>(world_.heap.arenas());
  }
  World::P::Memory& Memory() { return world_.memory; }

  void ExpectBroken(FailureKind kind, const std::string& invariant) {
    ExpectFailure(kind, [this] { world_.CheckAtRest({&cache_}); }, invariant + ":");
  }

  World world_;
  Cache cache_;
  Span heap_span_;
  Span stack_span_;
  Span freed_;
};

TEST_F(HeapInvariants, NoticeACacheThatLosesAPage) {
  cache_.free &= cache_.free - 1;
  ExpectBroken(FailureKind::kInvariant, "I12");
}

TEST_F(HeapInvariants, NoticeACacheOfPagesThatAreFree) {
  constexpr std::uint64_t kBlock = core::kWordPages * kPage;
  const std::uint64_t page = freed_.base % kBlock / kPage;
  cache_ = {freed_.base / kBlock * kBlock, std::uint64_t{1} << page, 0};
  ExpectBroken(FailureKind::kInvariant, "I11");
}

TEST_F(HeapInvariants, NoticeACacheThatIsNoBlock) {
  cache_.base += kPage;
  ExpectBroken(FailureKind::kInvariant, "I11");
  cache_.base = std::uint64_t{14} << 19;
  ExpectBroken(FailureKind::kInvariant, "I11");
}

TEST_F(HeapInvariants, NoticePagesInTwoCaches) {
  const Cache copy = cache_;
  ExpectFailure(
      FailureKind::kInvariant, [&] { world_.CheckAtRest({&cache_, &copy}); },
      "I11:", "two page caches");
}

TEST_F(HeapInvariants, NoticeASpanThatIsForgotten) {
  Arenas().Remove(heap_span_);
  ExpectBroken(FailureKind::kInvariant, "I12");
}

TEST_F(HeapInvariants, NoticeASpanOfFreePages) {
  Arenas().Enter(freed_);
  ExpectBroken(FailureKind::kInvariant, "I12");
}

TEST_F(HeapInvariants, NoticeEveryCounterThatIsOff) {
  const auto expect = [this](auto Statistics::* counter, const std::string& invariant) {
    auto& value = Counters().*counter;
    value.fetch_add(kPage, MemoryOrder::kRelaxed);
    ExpectBroken(FailureKind::kAccounting, invariant);
    value.fetch_sub(kPage, MemoryOrder::kRelaxed);
    world_.CheckAtRest({&cache_});
  };
  expect(&Statistics::heap_released, "I14");
  expect(&Statistics::released, "I15");
  expect(&Statistics::heap_inuse, "I15");
  expect(&Statistics::in_heap, "I15");
  expect(&Statistics::in_stacks, "I15");
  expect(&Statistics::in_work_buffers, "I15");
  expect(&Statistics::in_pointer_bitmaps, "I15");
  expect(&Statistics::committed, "I16");
  expect(&Statistics::heap_sys, "I16");
}

TEST_F(HeapInvariants, NoticePairsThatAreOffTogether) {
  Counters().in_heap.fetch_add(kPage, MemoryOrder::kRelaxed);
  Counters().heap_inuse.fetch_add(kPage, MemoryOrder::kRelaxed);
  ExpectBroken(FailureKind::kAccounting, "I15");
  Counters().in_heap.fetch_sub(kPage, MemoryOrder::kRelaxed);
  Counters().heap_inuse.fetch_sub(kPage, MemoryOrder::kRelaxed);
  Counters().heap_sys.fetch_add(kPage, MemoryOrder::kRelaxed);
  Counters().committed.fetch_add(kPage, MemoryOrder::kRelaxed);
  ExpectBroken(FailureKind::kAccounting, "I17");
}

TEST_F(HeapInvariants, NoticeAnUnderflow) {
  Counters().in_work_buffers.fetch_sub(kPage, MemoryOrder::kRelaxed);
  ExpectBroken(FailureKind::kAccounting, "I18");
}

TEST_F(HeapInvariants, NoticeMoreReleasedThanThereIs) {
  Counters().heap_sys.store(0, MemoryOrder::kRelaxed);
  ExpectFailure(
      FailureKind::kAccounting, [this] { world_.CheckAtRest({&cache_}); },
      "I44:", " bytes are released of 0");
}

TEST_F(HeapInvariants, NoticeMemoryThatIsNotAsTheySay) {
  Memory().Release(heap_span_.base, kPage);
  ExpectBroken(FailureKind::kInvariant, "I19");
  Memory().Use(heap_span_.base, kPage);
  Memory().Release(freed_.base, kPage);
  ExpectBroken(FailureKind::kInvariant, "I19");
  Memory().Use(freed_.base, kPage);
  world_.CheckAtRest({&cache_});
  world_.heap.ScavengeAll();
  Memory().Use(freed_.base, kPage);
  ExpectBroken(FailureKind::kInvariant, "I19");
}

// Says what it is told.
struct StubBackground {
  bool IsParked() const { return parked; }
  bool parked;
};

TEST_F(HeapInvariants, NoticeAScavengerThatIsBusyForNothing) {
  StubBackground background{false};
  ExpectFailure(
      FailureKind::kInvariant, [&] { core::CheckBackgroundAtRest(world_.heap, background); },
      "I44:");
  world_.heap.SetGoal(0);  // now it has something to do
  core::CheckBackgroundAtRest(world_.heap, background);
  world_.heap.SetGoal(core::kNoGoal);
  background.parked = true;
  core::CheckBackgroundAtRest(world_.heap, background);
}

}  // namespace
}  // namespace heddle::tests
