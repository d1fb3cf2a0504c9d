// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_FIRST_FIT_H_
#define HEDDLE_MODELS_ORACLES_FIRST_FIT_H_

#include <bitset>
#include <cstdint>
#include <optional>

namespace heddle::models {

// Pages by their number in a heap's window of memory.
struct Pages {
  unsigned first = 0;
  unsigned count = 0;

  friend bool operator==(const Pages&, const Pages&) = default;
};

// What is done to a heap at once, with its result.
struct HeapAction {
  enum class Kind : std::uint8_t {
    kAllocate,          // the lowest run of so many free pages
    kFailedAllocation,  // of so many; `pages.first` means nothing
    kTake,              // these pages, free ones, whichever they are: a scavenger's claim
    kFree,              // these pages, by whoever has them: an owner, or a scavenger
    kGrow,              // these pages become part of the heap, as free ones
  };

  Kind kind = Kind::kAllocate;
  Pages pages;
};

// The sequential specification of the page allocator (allocator-spec 3.6, 5.8): a set of free
// pages, from which an allocation takes the lowest run that is long enough and fails only if there
// is none.
//
// A scavenge is not one action but two for each run of pages that it releases: it takes the run,
// and later frees it. In between the pages are in transit, and an allocation does not find them: it
// gets higher ones or fails. That is what R4 allows by releasing without the heap lock. Where the
// lock is held meanwhile, nobody can tell the two actions from one. Which run a scavenger takes is
// not said; it is a free one.
class FirstFit {
 public:
  static constexpr unsigned kPages = 256;

  // Does it, if it is what the specification does in this state; else changes nothing and returns
  // false.
  bool Do(const HeapAction& action);

 private:
  using Set = std::bitset<kPages>;

  std::optional<unsigned> LowestRun(unsigned count) const;

  Set heap_;  // pages that have been grown
  Set free_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_FIRST_FIT_H_
