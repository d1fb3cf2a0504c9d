// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_SHADOW_TABLE_H_
#define HEDDLE_TESTS_STRESS_SHADOW_TABLE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/address/offset.h"
#include "core/sync/failure.h"

namespace heddle::stress {

// Who has each page, kept beside the heap. Owners enter themselves after they got a page and leave
// before they give it back, so a page that is entered is in use for certain. Relaxed loads and
// stores, which order nothing, neither for a race detector nor for the processor: each entry is one
// word, and one word is coherent. Of two threads that enter one page at the same time, the one that
// leaves it second fails, if it did not fail when it entered.
class ShadowTable {
 public:
  using Owner = std::uint32_t;  // 0: nobody

  // Of so many pages from `base` on.
  ShadowTable(core::Address base, std::uint64_t pages, std::uint64_t page_bytes)
      : base_(base), page_bytes_(page_bytes), owners_(pages) {}

  // Fails if a page has an owner.
  void Enter(core::Address base, std::uint64_t pages, Owner owner) {
    for (std::uint64_t i = 0; i < pages; ++i) {
      const Owner other = At(base, i).load(std::memory_order_relaxed);
      if (other != 0) {
        core::Fail(core::FailureKind::kInvariant,
                   core::FailureText() << "I12: thread " << owner << " was given the page at "
                                       << core::Hex{base + i * page_bytes_} << ", which is thread "
                                       << other << "'s");
      }
      At(base, i).store(owner, std::memory_order_relaxed);
    }
  }

  // Fails if a page is not the owner's.
  void Leave(core::Address base, std::uint64_t pages, Owner owner) {
    for (std::uint64_t i = 0; i < pages; ++i) {
      const Owner other = At(base, i).load(std::memory_order_relaxed);
      if (other != owner) {
        core::Fail(core::FailureKind::kInvariant,
                   core::FailureText()
                       << "I12: the page at " << core::Hex{base + i * page_bytes_} << " is thread "
                       << owner << "'s and was entered as " << other << "'s");
      }
      At(base, i).store(0, std::memory_order_relaxed);
    }
  }

  // Fails if memory that is about to be released has an owner, who would lose what is in it.
  void CheckReleasing(core::Address base, std::uint64_t pages) const {
    for (std::uint64_t i = 0; i < pages; ++i) {
      if (const Owner owner = At(base, i).load(std::memory_order_relaxed); owner != 0) {
        core::Fail(core::FailureKind::kContents,
                   core::FailureText() << "I40: the page at " << core::Hex{base + i * page_bytes_}
                                       << " is released, and thread " << owner << " is using it");
      }
    }
  }

 private:
  std::size_t Index(core::Address base, std::uint64_t page) const {
    const std::size_t index = (base - base_) / page_bytes_ + page;
    if (base < base_ || index >= owners_.size()) {
      core::Fail(core::FailureKind::kInvariant, core::FailureText()
                                                    << "the page at " << core::Hex{base}
                                                    << " is outside of what the system gave");
    }
    return index;
  }
  std::atomic<Owner>& At(core::Address base, std::uint64_t page) {
    return owners_[Index(base, page)];
  }
  const std::atomic<Owner>& At(core::Address base, std::uint64_t page) const {
    return owners_[Index(base, page)];
  }

  core::Address base_;
  std::uint64_t page_bytes_;
  std::vector<std::atomic<Owner>> owners_;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_SHADOW_TABLE_H_
