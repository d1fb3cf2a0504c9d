// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_FUZZ_ADDRESS_RANGES_FUZZ_H_
#define HEDDLE_TESTS_FUZZ_ADDRESS_RANGES_FUZZ_H_

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "core/address/address_ranges.h"
#include "core/invariants/ranges_invariants.h"
#include "core/memory/null_memory.h"
#include "tests/fuzz/fuzzers.h"
#include "tests/properties/machine.h"
#include "tests/unit/worlds.h"

namespace heddle::tests {

// What can be done to a set of addresses, each of them in a window of so many bytes.
inline constexpr std::size_t kWindow = 256;

// From `base` on `bytes` addresses, but none from the first on that the set has.
struct AddRange {
  std::size_t base;
  std::size_t bytes;
};
struct RemoveLast {
  std::uint64_t bytes;
};
struct RemoveFrom {
  std::size_t base;
};
// The other one of the two sets becomes this one's copy.
struct CloneToOther {};
// What follows is done to the other one.
struct TakeOther {};

using RangesOperation = std::variant<AddRange, RemoveLast, RemoveFrom, CloneToOther, TakeOther>;

struct RangesProgram {
  std::uint64_t first = 0;  // address of the window
  std::array<std::size_t, 2> capacities{};
  std::vector<RangesOperation> operations;
};
RangesProgram RangesProgramIn(Bytes bytes);
std::ostream& operator<<(std::ostream& out, const RangesProgram& program);

// Two sets, and beside each a bit for every address of the window. Performs operations on both and
// throws where they differ.
template <class ProtocolT>
class RangesState {
 public:
  RangesState(const RangesProgram& program, const ProtocolT& protocol)
      : first_{program.first},
        sets_{Pair{memory_, program.capacities[0], protocol},
              Pair{memory_, program.capacities[1], protocol}} {}

  void Perform(const RangesOperation& operation) {
    std::visit([this](const auto& o) { this->Do(o); }, operation);
    Check(sets_[0]);
    Check(sets_[1]);
  }

 private:
  using Memory = core::NullMemory<Checked>;
  struct Pair {
    Pair(Memory& memory, std::size_t capacity, const ProtocolT& protocol)
        : real(memory, capacity, protocol) {}

    core::AddressRanges<Checked, Memory, ProtocolT> real;
    std::bitset<kWindow> naive;
  };

  void Do(const AddRange& o) {
    Pair& set = sets_[current_];
    std::size_t limit = o.base;
    while (limit < kWindow && limit < o.base + o.bytes && !set.naive[limit]) {
      set.naive.set(limit++);
    }
    if (limit > o.base) {
      set.real.Add({first_ + o.base, first_ + limit});
    }
  }
  void Do(const RemoveLast& o) {
    Pair& set = sets_[current_];
    core::AddressRange expected{};
    if (set.naive.any()) {
      std::size_t limit = kWindow;
      while (!set.naive[limit - 1]) {
        --limit;
      }
      std::size_t base = limit;
      while (base > 0 && set.naive[base - 1] && limit - base < o.bytes) {
        set.naive.reset(--base);
      }
      expected = {first_ + base, first_ + limit};
    }
    const core::AddressRange removed = set.real.RemoveLast(o.bytes);
    Require(removed.base.value, expected.base.value, "the base of what was removed");
    Require(removed.limit.value, expected.limit.value, "the limit of what was removed");
  }
  void Do(const RemoveFrom& o) {
    Pair& set = sets_[current_];
    for (std::size_t i = o.base; i < kWindow; ++i) {
      set.naive.reset(i);
    }
    set.real.RemoveGreaterEqual(first_ + o.base);
  }
  void Do(const CloneToOther& /*o*/) {
    sets_[current_].real.CloneInto(sets_[1 - current_].real);
    sets_[1 - current_].naive = sets_[current_].naive;
  }
  void Do(const TakeOther& /*o*/) { current_ = 1 - current_; }

  void Check(const Pair& set) const {
    core::CheckRanges(set.real, "I8, I23");
    Require(set.real.TotalBytes(), std::uint64_t{set.naive.count()}, "the size of the set");
    // Downwards: the ranges that end above `i`, and the lowest address of them.
    std::size_t above = set.real.Count();
    std::size_t next = kWindow;
    for (std::size_t i = kWindow; i-- > 0;) {
      const bool has = set.naive[i];
      next = has ? i : next;
      const core::Offset address = first_ + i;
      Require(set.real.Contains(address), has, "whether the set has an address");
      Require(set.real.FindSuccessor(address), above, "the number of ranges that begin up to here");
      const auto found = set.real.FindGreaterEqual(address);
      Require(found.has_value(), next < kWindow, "whether there is a next address");
      if (found) {
        Require(found->value, (first_ + next).value, "the next address");
      }
      above -= has && (i == 0 || !set.naive[i - 1]) ? 1 : 0;
    }
    Require(above, std::size_t{0}, "the number of ranges below the window");
  }

  core::Offset first_;
  Memory memory_;
  std::array<Pair, 2> sets_;
  std::size_t current_ = 0;
};

template <class ProtocolT>
void RunRanges(const RangesProgram& program, const ProtocolT& protocol) {
  RangesState<ProtocolT> state(program, protocol);
  for (const RangesOperation& operation : program.operations) {
    state.Perform(operation);
  }
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_FUZZ_ADDRESS_RANGES_FUZZ_H_
