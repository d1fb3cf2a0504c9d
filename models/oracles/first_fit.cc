// SPDX-License-Identifier: BSD-3-Clause

#include "models/oracles/first_fit.h"

namespace heddle::models {
namespace {

using Set = std::bitset<FirstFit::kPages>;

Set SetOf(const Pages& pages) {
  return pages.count == 0 ? Set() : (~Set() >> (FirstFit::kPages - pages.count)) << pages.first;
}

}  // namespace

bool FirstFit::Do(const HeapAction& action) {
  if (action.pages.count == 0 || action.pages.count > kPages) {
    return false;
  }
  const bool has_place = action.kind != HeapAction::Kind::kFailedAllocation;
  if (has_place && action.pages.first > kPages - action.pages.count) {
    return false;
  }
  const Set pages = has_place ? SetOf(action.pages) : Set();
  switch (action.kind) {
    case HeapAction::Kind::kAllocate:
      if (LowestRun(action.pages.count) != action.pages.first) {
        return false;
      }
      free_ &= ~pages;
      return true;
    case HeapAction::Kind::kFailedAllocation:
      return !LowestRun(action.pages.count);
    case HeapAction::Kind::kTake:
      if ((pages & ~free_).any()) {
        return false;
      }
      free_ &= ~pages;
      return true;
    case HeapAction::Kind::kFree:
      if ((pages & (free_ | ~heap_)).any()) {
        return false;
      }
      free_ |= pages;
      return true;
    case HeapAction::Kind::kGrow:
      if ((pages & heap_).any()) {
        return false;
      }
      heap_ |= pages;
      free_ |= pages;
      return true;
  }
  return false;
}

std::optional<unsigned> FirstFit::LowestRun(unsigned count) const {
  unsigned length = 0;
  for (unsigned page = 0; page < kPages; ++page) {
    length = free_[page] ? length + 1 : 0;
    if (length == count) {
      return page + 1 - count;
    }
  }
  return std::nullopt;
}

}  // namespace heddle::models
