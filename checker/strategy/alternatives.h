// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_ALTERNATIVES_H_
#define HEDDLE_CHECKER_STRATEGY_ALTERNATIVES_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace heddle::checker {

// What a step is to pick, in the order in which it is asked. Where this says nothing more, any
// alternative will do; an empty one asks for nothing. One byte, for there are many: a 1, and then a
// bit for each pick.
class Alternatives {
 public:
  Alternatives() = default;
  static Alternatives FromBits(std::uint8_t bits) {
    Alternatives alternatives;
    alternatives.bits_ = bits == 0 ? 1 : bits;
    return alternatives;
  }
  std::uint8_t bits() const { return bits_; }

  bool empty() const { return bits_ == 1; }
  std::size_t size() const { return std::bit_width(bits_) - 1U; }
  unsigned operator[](std::size_t i) const { return (bits_ >> (size() - 1 - i)) & 1U; }

  // One more; dropped where there is no room for it, which only asks for less.
  void Add(unsigned alternative) {
    if ((bits_ & 0x80) == 0) {
      bits_ = static_cast<std::uint8_t>((bits_ << 1U) | alternative);
    }
  }

  friend bool operator==(Alternatives, Alternatives) = default;

 private:
  std::uint8_t bits_ = 1;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_ALTERNATIVES_H_
