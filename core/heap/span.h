// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_SPAN_H_
#define HEDDLE_CORE_HEAP_SPAN_H_

#include <cstdint>

#include "core/address/offset.h"
#include "core/statistics/memory_statistics.h"

namespace heddle::core {

// Pages that the heap has handed out, to be given back as a whole. False if there was no room.
struct Span {
  Address base = 0;
  std::uint64_t pages = 0;
  SpanKind kind = SpanKind::kHeap;
  // Some of it may have been used before and may hold anything; otherwise it holds zeros, if the
  // memory policy's new pages do.
  bool needs_zero = false;

  explicit operator bool() const { return base != 0; }

  // Under MappedMemory: the span as memory of the process. Null if there is none.
  void* Data() const {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is a number up to here.
    return reinterpret_cast<void*>(static_cast<std::uintptr_t>(base));
  }
};

// Where a span may begin.
enum class SpanAlignment : std::uint8_t {
  kPage,
  kSystemPage,  // at a multiple of the system's page, where that is larger than ours (3.9)
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_SPAN_H_
