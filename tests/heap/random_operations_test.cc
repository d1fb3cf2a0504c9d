// SPDX-License-Identifier: BSD-3-Clause
//
// Operations in a random order on memory of the system's, with every revision of the scavenger:
// what is written stays, and the invariants hold all the way. A quarter of a million for each
// revision; a million in the deep tests.

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "core/heap/heap.h"
#include "core/invariants/heap_invariants.h"
#include "core/invariants/release_invariants.h"
#include "core/memory/mapped_memory.h"
#include "core/memory/system_sizes.h"
#include "core/sync/std_sync.h"
#include "tests/heap/heap_world.h"

namespace heddle::tests {
namespace {

using core::Span;
using core::SpanKind;
using G = core::ProductionGeometry;

#if defined(HEDDLE_THREAD_SANITIZER)
constexpr int kOperations = 25'000;  // it is ten times as slow
#else
constexpr int kOperations = 250'000;
#endif

// Has every claim and return of the scavenger looked at as it happens.
struct ReleaseProbe : core::NoProbe {
  void Claimed(const core::AddressRange& range) {
    ++claims;
    claimed(range);
  }
  void FreedBack(const core::AddressRange& range) { freed_back(range); }

  std::function<void(const core::AddressRange&)> claimed;
  std::function<void(const core::AddressRange&)> freed_back;
  std::uint64_t claims = 0;
};

template <class R>
class RandomOperations : public testing::Test {
 protected:
  using P = core::Policies<core::StdSync, core::MappedMemory<core::StdSync>, G,
                           core::ShippedProtocol, ReleaseProbe>;
  using Heap = core::Heap<P, R::value>;
  using Cache = typename Heap::Cache;

  // Called under the heap lock, which the analysis cannot know.
  void SetUp() override {
    const core::PageAlloc<P>& pages = heap_.pages();
    probe_.claimed = [&pages](const core::AddressRange& range) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      core::CheckClaim(
          pages, range,
          R::value == core::Revision::kR4 ? core::ClaimedAs::kInUse : core::ClaimedAs::kFree);
    };
    probe_.freed_back = [&pages](const core::AddressRange& range) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      core::CheckFreedBack(pages, range);
    };
  }

  // A span of which every page holds numbers of its own.
  struct Owned {
    Span span;
    std::uint64_t tag;
  };

  static constexpr std::uint64_t kLastWord = G::kPageBytes / sizeof(std::uint64_t) - 1;

  static std::uint64_t* Word(const Span& span, std::uint64_t page, std::uint64_t at) {
    return static_cast<std::uint64_t*>(span.Data()) + page * (kLastWord + 1) + at;
  }

  void Allocate() {
    static constexpr std::array kKinds = {SpanKind::kHeap, SpanKind::kHeap, SpanKind::kStack,
                                          SpanKind::kWorkBuffer, SpanKind::kPointerBitmap};
    const std::uint64_t sizes = random_() % 100;
    const std::uint64_t pages = sizes < 80   ? 1 + random_() % 8
                                : sizes < 98 ? 1 + random_() % 40
                                             : 1 + random_() % 1500;
    Cache* const cache = random_() % 2 == 0 ? &caches_[random_() % caches_.size()] : nullptr;
    const Span span = heap_.Allocate(pages, kKinds[random_() % kKinds.size()], cache);
    if (!span) {
      ++refused_;
      return;
    }
    if (!span.needs_zero) {
      ASSERT_EQ(*Word(span, 0, 0), 0U);
      ASSERT_EQ(*Word(span, pages - 1, kLastWord), 0U);
    }
    const std::uint64_t tag = random_();
    for (std::uint64_t page = 0; page < pages; ++page) {
      *Word(span, page, 0) = tag + page;
      *Word(span, page, kLastWord) = ~(tag + page);
    }
    owned_.push_back({span, tag});
  }

  void Free() {
    if (owned_.empty()) {
      return;
    }
    const std::size_t which = random_() % owned_.size();
    const auto [span, tag] = owned_[which];
    for (std::uint64_t page = 0; page < span.pages; ++page) {
      ASSERT_EQ(*Word(span, page, 0), tag + page) << "page " << page << " of " << span.pages;
      ASSERT_EQ(*Word(span, page, kLastWord), ~(tag + page));
    }
    owned_[which] = owned_.back();
    owned_.pop_back();
    heap_.Free(span.base);
  }

  void Scavenge() {
    const std::uint64_t bytes = random_() % 20 == 0 ? core::kAllBytes : random_() % 300'000;
    const core::PageAlloc<P>& pages = heap_.pages();
    std::optional<core::ScavengeInvariants<P>> before;
    {
      const typename Heap::HeapSection section(pages.heap_lock(), probe_);
      before.emplace(pages);
    }
    const std::uint64_t released = heap_.Scavenge(bytes);
    {
      const typename Heap::HeapSection section(pages.heap_lock(), probe_);
      before->Check(pages, released);
    }
    released_ += released;
    if (released < bytes) {
      core::CheckScavenged(bytes, released, heap_.Scavenge(bytes));
    }
  }

  void Operate() {
    const std::uint64_t what = random_() % 1000;
    // The heap fills and empties in long waves.
    const bool filling = (operation_ / 20'000) % 2 == 0;
    if (what < (filling ? 530U : 400U)) {
      Allocate();
    } else if (what < 930) {
      Free();
    } else if (what < 960) {
      heap_.Flush(caches_[random_() % caches_.size()]);
    } else if (what < 980) {
      heap_.StartCycle();
    } else if (what < 992) {
      Scavenge();
    } else if (what < 999) {
      heap_.SetGoal(random_() % 2 == 0 ? core::kNoGoal : heap_.Retained() / 2);
    } else {
      released_ += heap_.ScavengeAll().released_bytes;
    }
    ++operation_;
  }

  void CheckAtRest() {
    std::vector<const Cache*> caches;
    for (const Cache& cache : caches_) {
      caches.push_back(&cache);
    }
    core::HeapInvariants<Heap>::CheckAtRest(heap_, caches);
  }

  void Run(int operations) {
    for (int i = 0; i < operations && !HasFatalFailure(); ++i) {
      Operate();
      if (i % 2000 == 0) {
        CheckAtRest();
      }
    }
    CheckAtRest();
    // A run that reached little would show little.
    EXPECT_GT(probe_.claims, 1000U);
    EXPECT_GT(refused_, 0U);
    RecordProperty("spans_at_the_end", std::to_string(owned_.size()));
    while (!owned_.empty()) {
      Free();
    }
    for (auto& cache : caches_) {
      heap_.Flush(cache);
    }
    CheckAtRest();
  }

  static constexpr std::uint64_t kWindow = std::uint64_t{256} << 20;

  std::mt19937_64 random_{20190817};
  core::MappedMemory<core::StdSync> memory_{kWindow};
  ReleaseProbe probe_;
  Heap heap_{memory_, probe_, {.sizes = core::SystemSizes<G>()}};
  std::array<Cache, 3> caches_{};
  std::vector<Owned> owned_;
  int operation_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t released_ = 0;
};

TYPED_TEST_SUITE(RandomOperations, AllRevisions, RevisionNames);

TYPED_TEST(RandomOperations, KeepTheInvariants) { this->Run(kOperations); }
TYPED_TEST(RandomOperations, KeepTheInvariantsForLong) { this->Run(4 * kOperations); }

}  // namespace
}  // namespace heddle::tests
