// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SUMMARY_SUMMARY_H_
#define HEDDLE_CORE_SUMMARY_SUMMARY_H_

#include <cstdint>

namespace heddle::core {

// What the radix tree knows of the free pages under one of its entries, in pages.
struct FreeRuns {
  std::uint64_t start = 0;  // length of the run at the lowest address
  std::uint64_t max = 0;    // length of the longest run
  std::uint64_t end = 0;    // length of the run at the highest address

  friend constexpr bool operator==(const FreeRuns&, const FreeRuns&) = default;
};

// FreeRuns in one 64-bit word (allocator-spec 3.1, I4): three fields of kFieldBits bits, or bit 63
// alone for an entry of 2^kFieldBits pages that is free throughout, which fits no field. All zero
// bits mean that nothing is free, so never-written memory is a valid summary.
template <unsigned kFieldBits>
class Summary {
 public:
  Summary() = default;

  static constexpr std::uint64_t kMaxPages = std::uint64_t{1} << kFieldBits;

  // A longest run of kMaxPages decides alone: the entry is free throughout.
  static constexpr Summary Pack(const FreeRuns& runs) {
    if (runs.max == kMaxPages) {
      return FromBits(kAllFree);
    }
    return FromBits((runs.start & kField) | (runs.max & kField) << kFieldBits |
                    (runs.end & kField) << (2 * kFieldBits));
  }

  static constexpr Summary FromBits(std::uint64_t bits) {
    Summary summary;
    summary.bits_ = bits;
    return summary;
  }

  constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool IsNothingFree() const { return bits_ == 0; }

  constexpr std::uint64_t Start() const { return Field(0); }
  constexpr std::uint64_t Max() const { return Field(1); }
  constexpr std::uint64_t End() const { return Field(2); }
  constexpr FreeRuns Unpack() const { return {Start(), Max(), End()}; }
  // Unpack of an entry of fewer than kMaxPages pages, as all below the root are.
  constexpr FreeRuns UnpackFields() const {
    return {bits_ & kField, (bits_ >> kFieldBits) & kField, (bits_ >> (2 * kFieldBits)) & kField};
  }

  friend constexpr bool operator==(Summary, Summary) = default;

 private:
  static constexpr std::uint64_t kField = kMaxPages - 1;
  static constexpr std::uint64_t kAllFree = std::uint64_t{1} << 63;

  constexpr std::uint64_t Field(unsigned i) const {
    return (bits_ & kAllFree) != 0 ? kMaxPages : (bits_ >> (i * kFieldBits)) & kField;
  }

  std::uint64_t bits_;
};

// Joins entries of 2^log_pages pages each, from low addresses to high ones (allocator-spec 3.2). A
// heap has long stretches that are full and long ones that are free, so the branches are for these.
class RunMerger {
 public:
  explicit constexpr RunMerger(unsigned log_pages) : pages_(std::uint64_t{1} << log_pages) {}

  constexpr void Append(const FreeRuns& child) {
    if ((child.start | child.max | child.end) == 0) {
      EndStart();
      runs_.end = 0;
      return;
    }
    runs_.end += child.start;
    runs_.max = runs_.max > runs_.end ? runs_.max : runs_.end;
    if (child.start == pages_) {
      return;
    }
    EndStart();
    runs_.max = runs_.max > child.max ? runs_.max : child.max;
    runs_.end = child.end;
  }

  constexpr FreeRuns runs() const {
    return {is_start_ ? runs_.end : runs_.start, runs_.max, runs_.end};
  }

 private:
  // The run at the end goes no further; if it was the one at the start, that is known now.
  constexpr void EndStart() {
    if (is_start_) {
      is_start_ = false;
      runs_.start = runs_.end;
    }
  }

  std::uint64_t pages_;
  FreeRuns runs_;
  bool is_start_ = true;  // the run at the end is the one at the start
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SUMMARY_SUMMARY_H_
