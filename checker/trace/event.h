// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_EVENT_H_
#define HEDDLE_CHECKER_TRACE_EVENT_H_

#include <array>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "checker/program.h"
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
  kState,  // the same, of a part of its state; for pictures of it
};

constexpr bool IsSaid(EventKind kind) {
  return kind == EventKind::kNote || kind == EventKind::kState;
}
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
  bool is_spurious = false;       // a compare-and-exchange that fails although the value is right
  bool hidden = false;            // made by an oracle: no part of the execution
  const void* object = nullptr;   // address of the primitive
  bool value_is_address = false;  // means nothing to a reader but null or not
  bool is_known = true;           // `value`: not of a load that fails since nobody has written it
  std::uint64_t value = 0;        // read or written, as a word; of a read-modify-write, the old one
  std::uint64_t written = 0;      // by what writes, as a word
  std::uint64_t clock = 0;        // of the thread, after the access; for finding unordered pairs
  // The clock of each thread up to which all that it did happens before what comes after this.
  std::array<std::uint64_t, kMaxThreads> seen{};
  // How many stores of the object are newer than the one that a load saw.
  unsigned age = 0;
  Place location;
  std::array<char, 128> note{};  // of what is said, zero-terminated; of a state `name = text`
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_EVENT_H_
