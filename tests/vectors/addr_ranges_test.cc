// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>

#include "core/address/address_ranges.h"
#include "core/invariants/ranges_invariants.h"
#include "core/memory/null_memory.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/data/thrown_failure.h"
#include "tests/vectors/vector_suite.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;

// The zero range of the vectors is two zero addresses; any empty range stands for it.
void ExpectRange(const core::AddressRange& range, const Value& expected) {
  const core::AddressRange wanted = RangeOf(expected);
  if (wanted == G::MakeRange(0, 0)) {
    EXPECT_TRUE(range.IsEmpty());
  } else {
    EXPECT_EQ(range, wanted) << expected.Show();
  }
}

core::Offset OffsetOf(const Value& address) { return G::OffsetOf(address.Hex()); }

template <class Sync>
class AddrRangesVectors : public testing::Test {
 protected:
  using Memory = core::NullMemory<Sync>;
  using Set = core::AddressRanges<Sync, Memory>;

  struct Owned {
    Memory memory;
    Set set{memory, G::kInitialRanges};
  };

  static void Fill(Set& set, const Value& ranges) {
    for (const Value& range : ranges.Items()) {
      set.Add(RangeOf(range));
    }
  }

  static void ExpectSet(const Set& set, const Value& ranges, const Value& total_bytes) {
    core::CheckRanges(set, "I8");
    ASSERT_EQ(set.Count(), ranges.Items().size());
    for (std::size_t i = 0; i < set.Count(); ++i) {
      EXPECT_EQ(set.At(i), RangeOf(ranges.Items()[i])) << ranges.Items()[i].Show();
    }
    EXPECT_EQ(set.TotalBytes(), total_bytes.Unsigned());
  }

  static void Operate(Set& set, const Value& vector) {
    const std::string& op = vector["op"].Text();
    const Value& arg = vector["arg"];
    if (op == "remove_last") {
      ExpectRange(set.RemoveLast(arg.Hex()), vector["result"]);
    } else if (op == "remove_greater_equal") {
      set.RemoveGreaterEqual(OffsetOf(arg));
    } else if (op == "contains") {
      EXPECT_EQ(set.Contains(OffsetOf(arg)), vector["result"].Boolean());
    } else if (op == "find_addr_greater_equal") {
      const std::optional<core::Offset> found = set.FindGreaterEqual(OffsetOf(arg));
      ASSERT_EQ(found.has_value(), !vector["result"].IsNull());
      if (found) {
        EXPECT_EQ(G::AddressOf(*found), vector["result"].Hex());
      }
    } else {
      FAIL() << "unknown op " << op;
    }
  }
};

using Syncs = testing::Types<core::SingleThread, core::StdSync>;
TYPED_TEST_SUITE(AddrRangesVectors, Syncs);

TYPED_TEST(AddrRangesVectors, AddSequence) {
  ForEachCase("addr_ranges", "add_sequence", 1, [](const Value& vector) {
    typename TestFixture::Owned owned;
    for (const Value& step : vector["steps"].Items()) {
      SCOPED_TRACE(step["name"].Text());
      owned.set.Add(RangeOf(step["add"]));
      TestFixture::ExpectSet(owned.set, step["expect"], step["total_bytes"]);
    }
  });
}

TYPED_TEST(AddrRangesVectors, FindSuccessor) {
  ForEachCase("addr_ranges", "find_succ", 18, [](const Value& vector) {
    typename TestFixture::Owned owned;
    TestFixture::Fill(owned.set, vector["ranges"]);
    EXPECT_EQ(owned.set.FindSuccessor(OffsetOf(vector["addr"])), vector["expect"].Unsigned());
  });
}

TYPED_TEST(AddrRangesVectors, Operations) {
  ForEachCase("addr_ranges", "ops", 54, [](const Value& vector) {
    typename TestFixture::Owned owned;
    TestFixture::Fill(owned.set, vector["ranges"]);
    TestFixture::Operate(owned.set, vector);
    TestFixture::ExpectSet(owned.set, vector["after"], vector["total_bytes_after"]);
  });
}

TEST(AddrRangeVectors, Subtract) {
  ForEachCase("addr_ranges", "range_subtract", 18, [](const Value& vector) {
    const core::AddressRange a = RangeOf(vector["a"]);
    const core::AddressRange b = RangeOf(vector["b"]);
    if (vector["fatal"].Boolean()) {
      EXPECT_THROW(static_cast<void>(a.Subtract(b)), ThrownFailure);
    } else {
      ExpectRange(a.Subtract(b), vector["result"]);
    }
  });
}

TEST(AddrRangeVectors, RemoveGreaterEqual) {
  ForEachCase("addr_ranges", "range_remove_greater_equal", 7, [](const Value& vector) {
    ExpectRange(RangeOf(vector["range"]).RemoveGreaterEqual(G::OffsetOf(vector["addr"].Unsigned())),
                vector["result"]);
  });
}

}  // namespace
}  // namespace heddle::tests
