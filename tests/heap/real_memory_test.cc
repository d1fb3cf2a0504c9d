// SPDX-License-Identifier: BSD-3-Clause
//
// A heap on memory of the system's: what it hands out can be written to, and what it scavenges
// leaves the resident set.

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/memory/mapped_memory.h"
#include "core/memory/system_sizes.h"
#include "core/sync/std_sync.h"
#include "tests/data/resident_set.h"
#include "tests/heap/heap_world.h"

namespace heddle::tests {
namespace {

using core::Span;
using G = core::ProductionGeometry;

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint64_t kHugePage = 2 * kMiB;
constexpr std::uint64_t kWindow = 512 * kMiB;

template <class R>
class RealMemoryTest : public testing::Test {
 protected:
  using Sync = core::StdSync;
  using Memory = core::MappedMemory<Sync>;
  using P = core::Policies<Sync, Memory, G>;
  using Heap = core::Heap<P, R::value>;

  static void Fill(const Span& span, int value) {
    std::memset(span.Data(), value, span.pages * G::kPageBytes);
  }
  static std::uint64_t SumOf(const Span& span) {
    const auto* const bytes = static_cast<const unsigned char*>(span.Data());
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < span.pages * G::kPageBytes; ++i) {
      sum += bytes[i];
    }
    return sum;
  }
  std::uint64_t Resident() const {
    return ResidentBytes(window_, kWindow).value_or(~std::uint64_t{0});
  }

  void MakeHeap(core::HugePages huge_pages) {
    memory_.emplace(kWindow, core::MappedMemoryOptions{.huge_pages = huge_pages});
    heap_.emplace(*memory_, probe_, core::HeapOptions{.sizes = core::SystemSizes<G>()});
    const Span first = heap_->Allocate(1);
    ASSERT_TRUE(first);
    window_ = first.base;
  }
  void CheckAtRest() { core::HeapInvariants<Heap>::CheckAtRest(*heap_, {}); }

  std::optional<Memory> memory_;
  core::NoProbe probe_;
  std::optional<Heap> heap_;
  core::Address window_ = 0;  // the first page of the heap begins it
};

TYPED_TEST_SUITE(RealMemoryTest, AllRevisions, RevisionNames);

TYPED_TEST(RealMemoryTest, SpansHoldWhatIsWritten) {
  this->MakeHeap(core::HugePages::kSystem);
  std::vector<Span> spans;
  for (const std::uint64_t pages : {1, 2, 700, 16, 5000}) {
    spans.push_back(this->heap_->Allocate(pages));
    ASSERT_TRUE(spans.back());
    EXPECT_FALSE(spans.back().needs_zero);
    EXPECT_EQ(this->SumOf(spans.back()), 0U);
    this->Fill(spans.back(), static_cast<int>(spans.size()));
  }
  for (std::size_t i = 0; i < spans.size(); ++i) {
    EXPECT_EQ(this->SumOf(spans[i]), (i + 1) * spans[i].pages * G::kPageBytes);
  }
  for (const Span& span : spans) {
    this->heap_->Free(span.base);
  }
  this->CheckAtRest();
}

TYPED_TEST(RealMemoryTest, WhatIsScavengedIsNoLongerResident) {
  this->MakeHeap(core::HugePages::kNever);
  const Span kept = this->heap_->Allocate(1000);
  const Span freed = this->heap_->Allocate(64 * kMiB / G::kPageBytes);
  this->Fill(kept, 1);
  this->Fill(freed, 2);
  const std::uint64_t full = this->Resident();
  EXPECT_GE(full, 64 * kMiB + 1000 * G::kPageBytes);
  this->heap_->Free(freed.base);
  EXPECT_EQ(this->Resident(), full);
  this->heap_->StartCycle();
  const std::uint64_t released = this->heap_->Scavenge(10 * kMiB);
  EXPECT_GE(released, 10 * kMiB);
  EXPECT_EQ(this->Resident(), full - released);
  const std::uint64_t rest = this->heap_->Scavenge(core::kAllBytes);
  EXPECT_EQ(released + rest, 64 * kMiB);
  EXPECT_EQ(this->Resident(), full - 64 * kMiB);
  EXPECT_EQ(this->SumOf(kept), 1000 * G::kPageBytes);
  // Used again, it is resident again, and zero.
  const Span again = this->heap_->Allocate(64 * kMiB / G::kPageBytes);
  EXPECT_EQ(again.base, freed.base);
  EXPECT_EQ(this->SumOf(again), 0U);
  this->Fill(again, 3);
  EXPECT_EQ(this->Resident(), full);
  this->CheckAtRest();
}

// With huge pages wherever the system likes, the last one may stay.
TYPED_TEST(RealMemoryTest, WithHugePagesTheResidentSetFollowsWithinOne) {
  this->MakeHeap(core::HugePages::kAlways);
  const Span freed = this->heap_->Allocate(64 * kMiB / G::kPageBytes);
  this->Fill(freed, 2);
  const std::uint64_t full = this->Resident();
  this->heap_->Free(freed.base);
  this->heap_->StartCycle();
  std::uint64_t released = 0;
  for (int i = 0; i < 5; ++i) {
    released += this->heap_->Scavenge(3 * kMiB + 5000);
    EXPECT_LE(this->Resident(), full - released + kHugePage);
    EXPECT_GE(this->Resident() + kHugePage, full - released);
  }
  released += this->heap_->Scavenge(core::kAllBytes);
  EXPECT_EQ(released, 64 * kMiB);
  EXPECT_LE(this->Resident(), full - released + kHugePage);
  this->CheckAtRest();
}

// The system keeps pages that are locked in memory, and says so.
TYPED_TEST(RealMemoryTest, ARefusedReleaseLeavesBitsAndAccounting) {
  this->MakeHeap(core::HugePages::kNever);
  const Span freed = this->heap_->Allocate(8);
  this->Fill(freed, 2);
  // By number, because sanitizers make nothing of mlock.
  if (syscall(SYS_mlock, freed.base, 8 * G::kPageBytes) != 0) {
    GTEST_SKIP() << "no memory may be locked here";
  }
  this->heap_->Free(freed.base);
  this->heap_->StartCycle();
  const std::uint64_t retained = this->heap_->Retained();
  EXPECT_EQ(this->heap_->Scavenge(core::kAllBytes), 0U);
  EXPECT_EQ(this->memory_->error(), EINVAL);
  EXPECT_EQ(this->heap_->Retained(), retained);
  this->CheckAtRest();
  syscall(SYS_munlock, freed.base, 8 * G::kPageBytes);
  this->heap_->StartCycle();
  EXPECT_EQ(this->heap_->Scavenge(core::kAllBytes), 8 * G::kPageBytes);
  this->CheckAtRest();
}

// More than the window has is no span, and the heap goes on.
TYPED_TEST(RealMemoryTest, AnExhaustedWindowIsSaidToBeOne) {
  this->MakeHeap(core::HugePages::kSystem);
  EXPECT_FALSE(this->heap_->Allocate(kWindow / G::kPageBytes + 1));
  EXPECT_FALSE(this->heap_->Allocate(std::uint64_t{1} << 34));
  this->CheckAtRest();
  const Span span = this->heap_->Allocate(100);
  this->Fill(span, 9);
  this->CheckAtRest();
}

}  // namespace
}  // namespace heddle::tests
