// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_THREAD_SET_H_
#define HEDDLE_CHECKER_TRACE_THREAD_SET_H_

#include <bit>
#include <cstdint>

#include "checker/program.h"

namespace heddle::checker {

inline constexpr int kNoThread = -1;

class ThreadSet {
 public:
  constexpr ThreadSet() = default;
  static constexpr ThreadSet Of(int thread) { return ThreadSet(1U << thread); }
  static constexpr ThreadSet FromBits(std::uint8_t bits) { return ThreadSet(bits); }
  // 0 up to `count` - 1.
  static constexpr ThreadSet First(int count) { return ThreadSet((1U << count) - 1); }

  constexpr bool empty() const { return bits_ == 0; }
  constexpr int size() const { return std::popcount(bits_); }
  constexpr bool Contains(int thread) const { return thread >= 0 && ((bits_ >> thread) & 1U) != 0; }
  constexpr int Lowest() const { return empty() ? kNoThread : std::countr_zero(bits_); }
  constexpr void Insert(int thread) { *this = *this | Of(thread); }
  constexpr void Erase(int thread) { *this = *this - Of(thread); }
  constexpr std::uint8_t bits() const { return bits_; }

  friend constexpr ThreadSet operator|(ThreadSet a, ThreadSet b) {
    return ThreadSet(unsigned{a.bits_} | b.bits_);
  }
  friend constexpr ThreadSet operator&(ThreadSet a, ThreadSet b) {
    return ThreadSet(unsigned{a.bits_} & b.bits_);
  }
  friend constexpr ThreadSet operator-(ThreadSet a, ThreadSet b) {
    return ThreadSet(a.bits_ & ~unsigned{b.bits_});
  }
  friend constexpr bool operator==(ThreadSet, ThreadSet) = default;

 private:
  explicit constexpr ThreadSet(unsigned bits) : bits_(static_cast<std::uint8_t>(bits)) {}

  std::uint8_t bits_ = 0;
};

static_assert(kMaxThreads <= 8, "a set is one byte");

// for (int t : EachOf(set)) would cost more to read than this.
template <class Function>
constexpr void ForEach(ThreadSet set, Function function) {
  while (!set.empty()) {
    const int thread = set.Lowest();
    set.Erase(thread);
    function(thread);
  }
}

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_THREAD_SET_H_
