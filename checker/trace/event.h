// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_EVENT_H_
#define HEDDLE_CHECKER_TRACE_EVENT_H_

#include <array>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "core/sync/memory_order.h"

namespace heddle::checker {

enum class EventKind : std::uint8_t {
  kLock,
  kTryLockFailed,  // an attempt; one that succeeds is a kLock
  kUnlock,
  kLoad,
  kStore,
  kReadModifyWrite,
  kCompareExchange,
  kFence,
  kPark,
  kWake,
  kRead,   // plain memory
  kWrite,  // plain memory
  kNote,   // said by the program, not an access
};

constexpr bool IsPlain(EventKind kind) {
  return kind == EventKind::kRead || kind == EventKind::kWrite;
}

// A place in a source. What std::source_location says, but can be made from what Relacy says too.
struct Place {
  const char* file = "";
  const char* function = "";
  unsigned line = 0;  // 0: not known

  Place() = default;
  Place(const std::source_location& where)  // NOLINT(google-explicit-constructor)
      : file(where.file_name()), function(where.function_name()), line(where.line()) {}
  Place(const char* in_file, const char* in_function, unsigned at_line)
      : file(in_file), function(in_function), line(at_line) {}
};

// One step of one simulated thread.
struct Event {
  int thread = 0;
  EventKind kind = EventKind::kNote;
  core::MemoryOrder order = core::MemoryOrder::kPlain;
  bool succeeded = true;          // of a compare-and-exchange
  bool hidden = false;            // made by an oracle: no part of the execution
  const void* object = nullptr;   // address of the primitive
  bool value_is_address = false;  // means nothing to a reader but null or not
  std::uint64_t value = 0;        // read or written, as a word; of a read-modify-write, the old one
  std::uint64_t clock = 0;        // of the thread, after the access; for finding unordered pairs
  Place location;
  std::array<char, 96> note{};  // of kNote, zero-terminated
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_EVENT_H_
