// SPDX-License-Identifier: BSD-3-Clause
//
// What happens when a rule of the design is broken. Two levels: Fail is for what the specification
// calls FATAL and is compiled into every build; checks of misuse cost something and are asked for
// by Sync::kChecked (debug builds, and always under the checker).

#ifndef HEDDLE_CORE_SYNC_FAILURE_H_
#define HEDDLE_CORE_SYNC_FAILURE_H_

#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>

namespace heddle::core {

// Sources that share these headers must agree on it.
#if defined(NDEBUG)
inline constexpr bool kDebugBuild = false;
#else
inline constexpr bool kDebugBuild = true;
#endif

enum class FailureKind : std::uint8_t {
  kAssertion,        // FATAL in the specification, or misuse of the interface
  kInvariant,        // a numbered invariant does not hold
  kLockRank,         // locks taken against their ranks
  kLockDiscipline,   // something done with a lock held, or not held, that needs the opposite
  kMisuse,           // a lock taken twice by its owner
  kContents,         // a page was used while its memory was released
  kAccounting,       // a counter disagrees with what it counts
  kLostWork,         // something to be done was made known, and nobody can find it
  kLinearizability,  // results that no order of the operations explains
};

// An integer that is printed in hexadecimal.
struct Hex {
  std::uint64_t value;
};

// A short text in a fixed buffer. A failure may be raised on a simulated thread's small stack or
// while the heap must not be touched, so it neither allocates nor throws; what does not fit is cut.
class FailureText {
 public:
  FailureText& operator<<(std::string_view text) {
    for (const char c : text) {
      if (length_ < sizeof(buffer_)) {
        buffer_[length_++] = c;
      }
    }
    return *this;
  }

  FailureText& operator<<(Hex number) {
    *this << "0x";
    return Digits(number.value, 16);
  }

  template <std::integral T>
  FailureText& operator<<(T number) {
    return Digits(number, 10);
  }

  std::string_view view() const { return {buffer_, length_}; }

 private:
  template <std::integral T>
  FailureText& Digits(T number, int base) {
    char digits[24];
    const auto result = std::to_chars(digits, digits + sizeof(digits), number, base);
    return *this << std::string_view(digits, static_cast<std::size_t>(result.ptr - digits));
  }

  char buffer_[240];
  std::size_t length_ = 0;
};

// Receives a failure. Must not return: it ends the process, throws, or leaves the simulated
// execution.
using FailureHandler = void (*)(FailureKind kind, std::string_view message,
                                const std::source_location& location);

inline void PrintAndAbort(FailureKind /*kind*/, std::string_view message,
                          const std::source_location& location) {
  std::fprintf(stderr, "heddle: fatal: %.*s [%s:%u]\n", static_cast<int>(message.size()),
               message.data(), location.file_name(), static_cast<unsigned>(location.line()));
  std::abort();
}

// The process's handler. Set before threads start; the default prints one line and aborts.
inline constinit FailureHandler failure_handler = &PrintAndAbort;

[[noreturn, gnu::cold, gnu::noinline]] inline void Fail(
    FailureKind kind, const FailureText& message,
    const std::source_location& location = std::source_location::current()) {
  failure_handler(kind, message.view(), location);
  std::abort();  // a handler that returns would continue on broken state
}

[[noreturn, gnu::cold, gnu::noinline]] inline void Fatal(
    std::string_view message,
    const std::source_location& location = std::source_location::current()) {
  Fail(FailureKind::kAssertion, FailureText() << message, location);
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_FAILURE_H_
