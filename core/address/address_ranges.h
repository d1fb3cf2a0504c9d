// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_ADDRESS_ADDRESS_RANGES_H_
#define HEDDLE_CORE_ADDRESS_ADDRESS_RANGES_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/address/address_range.h"
#include "core/protocol/protocol.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::core {

// A set of addresses as a sorted list of ranges (allocator-spec 4.2). Invariants I8 and I23:
// sorted, disjoint, non-adjacent, none empty; the total is the sum of the sizes.
//
// Not synchronized: the owner guards it with a lock, and the policy's Shared cells report an access
// without it. Storage comes from the memory policy's metadata, which is never freed, so growing
// leaves the old array behind and takes no lock: sets may grow under any lock.
template <class Sync, class Memory, ProtocolPolicy Protocol = ShippedProtocol>
class AddressRanges {
 public:
  // Storage for `capacity` ranges is taken now; with 0, when the set first needs it.
  AddressRanges(Memory& memory, std::size_t capacity, const Protocol& protocol = {})
      : memory_(memory), protocol_(protocol) {
    if (capacity > 0) {
      Allocate(capacity);
    }
  }
  AddressRanges(const AddressRanges&) = delete;
  AddressRanges& operator=(const AddressRanges&) = delete;

  std::size_t Count() const { return count_.Get(); }
  std::uint64_t TotalBytes() const { return total_bytes_.Get(); }
  AddressRange At(std::size_t i) const { return ranges_.Get()[i].Get(); }

  // The index of the first range whose base is above `address`, or Count().
  std::size_t FindSuccessor(Offset address) const {
    const Cell* const ranges = ranges_.Get();
    std::size_t low = 0;
    std::size_t high = Count();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (address < ranges[middle].Get().base) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  bool Contains(Offset address) const {
    const std::size_t i = FindSuccessor(address);
    return i > 0 && At(i - 1).Contains(address);
  }

  // The lowest address of the set that is not below `address`.
  std::optional<Offset> FindGreaterEqual(Offset address) const {
    const std::size_t i = FindSuccessor(address);
    if (i > 0 && At(i - 1).Contains(address)) {
      return address;
    }
    return i < Count() ? std::optional(At(i).base) : std::nullopt;
  }

  // Adds a range that overlaps none of the set, and joins it with its neighbours. Fatal if empty;
  // an overlap is misuse.
  void Add(AddressRange range) {
    if (range.IsEmpty()) {
      Fatal("attempted to add zero-sized address range");
    }
    const std::size_t next = FindSuccessor(range.base);
    const std::size_t count = Count();
    if constexpr (Sync::kChecked) {
      CheckDisjoint(range, next);
    }
    const bool joins_lower = next > 0 && At(next - 1).limit == range.base;
    const bool joins_upper = next < count && range.limit == At(next).base;
    if (joins_lower && joins_upper) {
      Put(next - 1, {At(next - 1).base, At(next).limit});
      CloseGap(next);
    } else if (joins_lower) {
      Put(next - 1, {At(next - 1).base, range.limit});
    } else if (joins_upper) {
      Put(next, {range.base, At(next).limit});
    } else {
      OpenGap(next);
      Put(next, range);
    }
    total_bytes_.Set(TotalBytes() + range.Size());
  }

  // Takes up to `bytes` from the top of the last range: the part taken, or that whole range if it
  // is no larger. Never takes from two ranges. Zero bytes of a non-empty set are an empty range.
  AddressRange RemoveLast(std::uint64_t bytes) {
    const std::size_t count = Count();
    if (count == 0) {
      return {};
    }
    const AddressRange last = At(count - 1);
    if (last.Size() > bytes) {
      const Offset cut = last.limit - bytes;
      Put(count - 1, {last.base, cut});
      CountRemovedLast(bytes);
      return {cut, last.limit};
    }
    count_.Set(count - 1);
    CountRemovedLast(last.Size());
    return last;
  }

  // Drops every address at or above `address`.
  void RemoveGreaterEqual(Offset address) {
    std::size_t kept = FindSuccessor(address);
    std::uint64_t dropped = 0;
    for (std::size_t i = kept; i < Count(); ++i) {
      dropped += At(i).Size();
    }
    if (kept > 0) {
      const AddressRange cut = At(kept - 1);
      const AddressRange rest = protocol_.Does(Step::kCutKeepsLowerPart) || !cut.Contains(address)
                                    ? cut.RemoveGreaterEqual(address)
                                    : AddressRange{};
      dropped += cut.Size() - rest.Size();
      if (rest.IsEmpty()) {
        --kept;
      } else if (rest != cut) {
        Put(kept - 1, rest);
      }
    }
    count_.Set(kept);
    total_bytes_.Set(TotalBytes() - dropped);
  }

  // Makes `target` equal to this set. Its storage grows if it must and never shrinks.
  void CloneInto(AddressRanges& target) const {
    const std::size_t count = Count();
    if (count > target.capacity_.Get()) {
      target.Allocate(capacity_.Get());
    }
    for (std::size_t i = 0; i < count; ++i) {
      target.Put(i, At(i));
    }
    target.count_.Set(count);
    if (protocol_.Does(Step::kCloneCopiesTotal)) {
      target.total_bytes_.Set(TotalBytes());
    }
  }

  // For traces: whether the object is the set's, its storage included. Takes addresses only.
  bool Has(const void* object) const {
    return ContainsAddress(*this, object) || IndexOfAddress(storage_, storage_size_, object);
  }

 private:
  using Cell = typename Sync::template Shared<AddressRange>;

  void CountRemovedLast(std::uint64_t bytes) {
    if (protocol_.Does(Step::kRemoveLastKeepsTotal)) {
      total_bytes_.Set(TotalBytes() - bytes);
    }
  }

  void Put(std::size_t i, const AddressRange& range) { ranges_.Get()[i].Set(range); }

  void Allocate(std::size_t capacity) {
    Cell* const fresh = memory_.template Metadata<Cell>(capacity);
    if (fresh == nullptr) {
      Fatal("out of memory for address ranges");
    }
    ranges_.Set(fresh);
    capacity_.Set(capacity);
    storage_ = fresh;
    storage_size_ = capacity;
  }

  void OpenGap(std::size_t at) {
    const std::size_t count = Count();
    const Cell* const old = ranges_.Get();
    if (count + 1 > capacity_.Get()) {
      Allocate(capacity_.Get() == 0 ? 1 : capacity_.Get() * 2);
      for (std::size_t i = 0; i < at; ++i) {
        Put(i, old[i].Get());
      }
    }
    for (std::size_t i = count; i > at; --i) {
      Put(i, old[i - 1].Get());
    }
    count_.Set(count + 1);
  }

  void CloseGap(std::size_t at) {
    const std::size_t count = Count();
    for (std::size_t i = at + 1; i < count; ++i) {
      Put(i - 1, At(i));
    }
    count_.Set(count - 1);
  }

  void CheckDisjoint(const AddressRange& range, std::size_t next) const {
    for (std::size_t i = next > 0 ? next - 1 : 0; i < Count() && i <= next; ++i) {
      const AddressRange other = At(i);
      if (range.Overlaps(other)) {
        Fail(FailureKind::kAssertion, FailureText() << "address range " << range
                                                    << " is added to a set that holds " << other);
      }
    }
  }

  Memory& memory_;
  [[no_unique_address]] Protocol protocol_;
  typename Sync::template Shared<Cell*> ranges_{nullptr};
  typename Sync::template Shared<std::size_t> count_{0};
  typename Sync::template Shared<std::size_t> capacity_{0};
  typename Sync::template Shared<std::uint64_t> total_bytes_{0};
  // As ranges_ and capacity_, for Has, which must not count as an access.
  const Cell* storage_ = nullptr;
  std::size_t storage_size_ = 0;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_ADDRESS_ADDRESS_RANGES_H_
