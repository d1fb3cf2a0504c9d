// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_ARENA_HINTS_H_
#define HEDDLE_CORE_HEAP_ARENA_HINTS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/address/align.h"
#include "core/geometry/geometry.h"
#include "core/memory/concept.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Address space [base, limit), raw addresses. Empty if they are equal.
struct Extent {
  Address base = 0;
  Address limit = 0;

  std::uint64_t Size() const { return limit - base; }
  bool IsEmpty() const { return base == limit; }
};

// Where a runtime on 64-bit Linux looks for its heap first: addresses that are easy to tell from
// others in a dump, and far apart (allocator-spec 6.2).
inline constexpr auto kLinuxHints = [] {
  std::array<Address, 128> hints{};
  for (std::size_t i = 0; i < hints.size(); ++i) {
    hints[i] = static_cast<Address>(i) << 40 | Address{0xc0} << 32;
  }
  return hints;
}();

// Obtains address space, in whole arenas: next to what it obtained before if it can be had, so that
// the heap has few gaps, then elsewhere (6.2). Every call is made under the heap lock.
template <GeometryPolicy G, MemoryPolicy Memory>
class ArenaHints {
 public:
  // Tried in this order; at most as many as kLinuxHints has. `memory` outlives this.
  explicit ArenaHints(Memory& memory, std::span<const Address> hints) : memory_(memory) {
    count_ = std::min(hints.size(), hints_.size());
    for (std::size_t i = 0; i < count_; ++i) {
      hints_[count_ - 1 - i] = {hints[i], /*down=*/false};
    }
  }

  // At least `bytes`; empty if the system has no more. Fatal if what it gives cannot be used.
  Extent Reserve(std::uint64_t bytes) {
    const std::uint64_t size = RoundUp(bytes, G::kArenaBytes);
    if (size < bytes || size > G::kMaxOffset.value) {
      return {};
    }
    while (count_ > 0) {
      Hint& hint = hints_[count_ - 1];
      if (const Extent extent = TryAt(hint, size); !extent.IsEmpty()) {
        hint.at = hint.down ? extent.base : extent.limit;
        return extent;
      }
      --count_;  // there will be nothing there next time either
    }
    const Address base = memory_.Reserve(size);
    if (base == 0) {
      return {};
    }
    CheckUsable(base, size);
    hints_[0] = {base, /*down=*/true};
    hints_[1] = {base + size, /*down=*/false};
    count_ = 2;
    return {base, base + size};
  }

 private:
  struct Hint {
    Address at;
    bool down;  // the space ends there, rather than begins
  };

  // Space outside the addressable heap, or that is not whole arenas, is not asked for.
  Extent TryAt(const Hint& hint, std::uint64_t size) {
    if (hint.down && hint.at < size) {
      return {};
    }
    const Address base = hint.down ? hint.at - size : hint.at;
    if (base == 0 || base + size < base || !IsAligned(base, G::kArenaBytes) ||
        !IsAddressable(base, size) || !memory_.ReserveAt(base, size)) {
      return {};
    }
    return {base, base + size};
  }

  // The first and the last chunk stay unused (G11, G12).
  static bool IsAddressable(Address base, std::uint64_t size) {
    const Offset first = G::OffsetOf(base);
    const Offset last = G::OffsetOf(base + size - 1);
    return first <= last && last <= G::kMaxOffset && G::ChunkOf(first) != 0 &&
           G::ChunkOf(last) != G::ChunkOf(G::kMaxOffset);
  }

  static void CheckUsable(Address base, std::uint64_t size) {
    if (!IsAddressable(base, size)) {
      Fail(FailureKind::kAssertion,
           FailureText() << "memory reservation exceeds address space limit: " << Hex{size}
                         << " bytes at " << Hex{base});
    }
    if (!IsAligned(G::OffsetOf(base).value, G::kArenaBytes)) {
      Fail(FailureKind::kAssertion, FailureText() << "memory reservation at " << Hex{base}
                                                  << " is no multiple of an arena of "
                                                  << Hex{G::kArenaBytes} << " bytes");
    }
  }

  Memory& memory_;
  std::array<Hint, kLinuxHints.size()> hints_{};  // a stack: the last is tried first
  std::size_t count_ = 0;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_ARENA_HINTS_H_
