// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_STATISTICS_MEMORY_STATISTICS_H_
#define HEDDLE_CORE_STATISTICS_MEMORY_STATISTICS_H_

#include <cstdint>
#include <source_location>
#include <utility>

#include "core/protocol/protocol.h"
#include "core/sync/contains_address.h"
#include "core/sync/memory_order.h"

namespace heddle::core {

// What a span of pages is for. Only objects count as the heap's; the other kinds are managed by
// their users.
enum class SpanKind : std::uint8_t { kHeap, kStack, kWorkBuffer, kPointerBitmap };

// What the heap has of the system's memory, in bytes (allocator-spec 6.3, 6.6, 9.2). Relaxed
// counters, added to from any thread; each is exact, and they agree with each other only when
// nothing is going on (I14 to I17).
//
// The first three steer the scavenger. The others are kept in pairs for whoever reports memory use:
// what leaves one goes to another, so that they always add up to what was obtained.
template <class Sync>
struct MemoryStatistics {
  using Counter = typename Sync::template Atomic<std::uint64_t>;
  using Location = std::source_location;

  Counter heap_sys{0};       // obtained from the system, less what manual spans have
  Counter heap_released{0};  // of that, released
  Counter heap_inuse{0};     // in spans of objects

  Counter committed{0};  // ready memory of every kind
  Counter released{0};   // memory that is not ready
  // In spans, by their kind.
  Counter in_heap{0};
  Counter in_stacks{0};
  Counter in_work_buffers{0};
  Counter in_pointer_bitmaps{0};

  // heap_sys less heap_released. Two loads: a growth between them can make the second larger, which
  // counts as nothing retained (appendix A, 16).
  std::uint64_t HeapRetained() const {
    const std::uint64_t sys = heap_sys.load(MemoryOrder::kRelaxed);
    const std::uint64_t gone = heap_released.load(MemoryOrder::kRelaxed);
    return sys > gone ? sys - gone : 0;
  }

  Counter& In(SpanKind kind) {
    switch (kind) {
      case SpanKind::kStack:
        return in_stacks;
      case SpanKind::kWorkBuffer:
        return in_work_buffers;
      case SpanKind::kPointerBitmap:
        return in_pointer_bitmaps;
      case SpanKind::kHeap:
        break;
    }
    return in_heap;
  }

  // For traces. Takes addresses only.
  const char* NameOf(const void* object) const {
    const std::pair<const Counter*, const char*> names[] = {
        {&heap_sys, "heap_sys"},
        {&heap_released, "heap_released"},
        {&heap_inuse, "heap_inuse"},
        {&committed, "committed"},
        {&released, "released"},
        {&in_heap, "in_heap"},
        {&in_stacks, "in_stacks"},
        {&in_work_buffers, "in_work_buffers"},
        {&in_pointer_bitmaps, "in_pointer_bitmaps"},
    };
    for (const auto& [counter, name] : names) {
      if (ContainsAddress(*counter, object)) {
        return name;
      }
    }
    return "";
  }

  // Adds to a counter and returns what it was. In one step, so that nothing is lost that others add
  // meanwhile.
  template <ProtocolPolicy Protocol>
  static std::uint64_t Add(Counter& counter, std::uint64_t bytes, const Protocol& protocol,
                           const Location& where = Location::current()) {
    if (protocol.Holds(Decision::kMovesPairedCountersInOneStep, where)) {
      return counter.fetch_add(bytes, MemoryOrder::kRelaxed, where);
    }
    const std::uint64_t before = counter.load(MemoryOrder::kRelaxed, where);
    counter.store(before + bytes, MemoryOrder::kRelaxed, where);
    return before;
  }
  template <ProtocolPolicy Protocol>
  static std::uint64_t Subtract(Counter& counter, std::uint64_t bytes, const Protocol& protocol,
                                const Location& where = Location::current()) {
    return Add(counter, 0 - bytes, protocol, where);  // modulo 2^64
  }

  // New memory, which comes released.
  template <ProtocolPolicy Protocol = ShippedProtocol>
  void CountGrowth(std::uint64_t bytes, const Protocol& protocol = {}) {
    Add(heap_sys, bytes, protocol);
    Add(heap_released, bytes, protocol);
    Add(released, bytes, protocol);
  }

  // Ready memory has been released.
  template <ProtocolPolicy Protocol = ShippedProtocol>
  void CountRelease(std::uint64_t bytes, const Protocol& protocol = {}) {
    Add(heap_released, bytes, protocol);
    MoveToReleased(bytes, protocol);
  }
  // The same in the paired counters alone.
  template <ProtocolPolicy Protocol = ShippedProtocol>
  void MoveToReleased(std::uint64_t bytes, const Protocol& protocol = {}) {
    Subtract(committed, bytes, protocol);
    Add(released, bytes, protocol);
  }

  // Released memory has been made ready. False if that is more than was released (I18).
  template <ProtocolPolicy Protocol = ShippedProtocol>
  bool CountUse(std::uint64_t bytes, const Protocol& protocol = {}) {
    const std::uint64_t before = Subtract(heap_released, bytes, protocol);
    Add(committed, bytes, protocol);
    Subtract(released, bytes, protocol);
    return before >= bytes;
  }
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_STATISTICS_MEMORY_STATISTICS_H_
