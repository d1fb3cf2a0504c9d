// SPDX-License-Identifier: BSD-3-Clause
//
// Traces of kind ranges: two sets of address ranges.

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/address/address_range.h"
#include "core/address/address_ranges.h"
#include "core/geometry/geometry.h"
#include "core/memory/null_memory.h"
#include "core/sync/std_sync.h"
#include "tests/data/str_cat.h"
#include "tests/data/thrown_failure.h"
#include "tests/traces/digest.h"
#include "tests/traces/expect.h"
#include "tests/traces/replayer.h"

namespace heddle::tests {
namespace {

using core::AddressRange;
using core::Offset;

constexpr std::uint64_t kHighest = core::ProductionGeometry::kMaxOffset.value;

Bytes ToBytes(const AddressRange& range) {
  if (range.IsEmpty()) {
    return {};
  }
  return {static_cast<std::int64_t>(range.base.value),
          static_cast<std::int64_t>(range.limit.value)};
}

Offset OffsetAt(const Operation& operation, std::size_t i) {
  return {operation.Number(i, 0, kHighest)};
}
AddressRange RangeAt(const Operation& operation, std::size_t i) {
  return {OffsetAt(operation, i), OffsetAt(operation, i + 1)};
}
Bytes BytesAt(const Operation& operation, std::size_t i) {
  return {operation.NumberOrNone(i), operation.NumberOrNone(i + 1)};
}

template <class Sync>
class RangesReplayer final : public Replayer {
 public:
  void Apply(const Operation& operation) override {
    static constexpr Handler<RangesReplayer> kHandlers[] = {
        {"add", 2, &RangesReplayer::Add},
        {"rl", 3, &RangesReplayer::RemoveLast},
        {"rge", 1, &RangesReplayer::RemoveGreaterEqual},
        {"clone", 0, &RangesReplayer::Clone},
        {"swap", 0, &RangesReplayer::Swap},
        {"fs", 2, &RangesReplayer::FindSuccessor},
        {"ct", 2, &RangesReplayer::Contains},
        {"fge", 2, &RangesReplayer::FindGreaterEqual},
        {"sub", 6, &RangesReplayer::Subtract},
        {"rr", 5, &RangesReplayer::RangeRemoveGreaterEqual},
        {"D", 1, &RangesReplayer::CheckDigest},
        {"ST", 1, &RangesReplayer::CheckState},
    };
    Dispatch<RangesReplayer>(*this, "ranges", kHandlers, operation);
  }

 private:
  using Memory = core::NullMemory<Sync>;
  using Ranges = core::AddressRanges<Sync, Memory>;

  static constexpr std::size_t kCapacity = core::ProductionGeometry::kInitialRanges;

  void Add(const Operation& operation) { a_->Add(RangeAt(operation, 1)); }

  void RemoveLast(const Operation& operation) {
    const AddressRange removed = a_->RemoveLast(operation.Amount(1));
    Expect("removed", BytesAt(operation, 2), ToBytes(removed));
  }

  void RemoveGreaterEqual(const Operation& operation) {
    a_->RemoveGreaterEqual(OffsetAt(operation, 1));
  }

  void Clone(const Operation& /*operation*/) { a_->CloneInto(*b_); }
  void Swap(const Operation& /*operation*/) { std::swap(a_, b_); }

  void FindSuccessor(const Operation& operation) {
    Expect("index", operation.Number(2), a_->FindSuccessor(OffsetAt(operation, 1)));
  }

  void Contains(const Operation& operation) {
    Expect("contained", operation.Flag(2), a_->Contains(OffsetAt(operation, 1)));
  }

  void FindGreaterEqual(const Operation& operation) {
    const std::optional<Offset> found = a_->FindGreaterEqual(OffsetAt(operation, 1));
    Expect("address", operation.NumberOrNone(2),
           found ? static_cast<std::int64_t>(found->value) : -1);
  }

  void Subtract(const Operation& operation) {
    const bool fatal = operation.At(5).IsText();
    if (fatal && operation.At(5).Text() != "throw") {
      throw Malformed(
          StrCat("value 5: expected a number or \"throw\", found ", operation.At(5).Show()));
    }
    const Bytes expected = fatal ? Bytes{} : BytesAt(operation, 5);
    Bytes came;
    try {
      came = ToBytes(RangeAt(operation, 1).Subtract(RangeAt(operation, 3)));
    } catch (const ThrownFailure&) {
      if (fatal) {
        return;
      }
      throw;
    }
    if (fatal) {
      throw Difference(StrCat("expected a failure, came ", Show(came)));
    }
    Expect("rest", expected, came);
  }

  void RangeRemoveGreaterEqual(const Operation& operation) {
    const AddressRange rest = RangeAt(operation, 1).RemoveGreaterEqual(OffsetAt(operation, 3));
    Expect("rest", BytesAt(operation, 4), ToBytes(rest));
  }

  void CheckDigest(const Operation& operation) {
    Digest digest;
    for (const Ranges* const set : {a_, b_}) {
      digest.Add(set->TotalBytes());
      digest.Add(set->Count());
      for (std::size_t i = 0; i < set->Count(); ++i) {
        digest.Add(set->At(i).base.value);
        digest.Add(set->At(i).limit.value);
      }
    }
    Expect("digest", Word{operation.Word(1)}, Word{digest.value()});
  }

  void CheckState(const Operation& operation) {
    const Value& state = operation.At(1);
    CheckSet("a", state["aBytes"], state["a"], *a_);
    CheckSet("b", state["bBytes"], state["b"], *b_);
  }

  static void CheckSet(const std::string& name, const Value& bytes, const Value& ranges,
                       const Ranges& set) {
    Expect(StrCat(name, "Bytes"), bytes.Unsigned(), set.TotalBytes());
    Expect(StrCat("ranges of ", name), ranges.Items().size(), set.Count());
    for (std::size_t i = 0; i < set.Count(); ++i) {
      const Value::Array& pair = ranges.Items()[i].Items();
      if (pair.size() != 2) {
        throw Malformed(StrCat("expected a range, two numbers, found ", ranges.Items()[i].Show()));
      }
      Expect(StrCat("range ", i, " of ", name), Bytes{pair[0].Signed(), pair[1].Signed()},
             ToBytes(set.At(i)));
    }
  }

  Memory memory_;
  std::array<Ranges, 2> sets_{Ranges(memory_, kCapacity), Ranges(memory_, kCapacity)};
  Ranges* a_ = &sets_[0];
  Ranges* b_ = &sets_[1];
};

}  // namespace

std::unique_ptr<Replayer> MakeRangesReplayer(Replay with) {
  // Not CheckedSingleThread: a trace may add ranges that overlap, which the allocator never does.
  if (with == Replay::kSingleThread) {
    return std::make_unique<RangesReplayer<core::SingleThread>>();
  }
  return std::make_unique<RangesReplayer<core::StdSync>>();
}

}  // namespace heddle::tests
