// SPDX-License-Identifier: BSD-3-Clause

#include "tests/traces/heap_state.h"

#include <string>

#include "tests/data/str_cat.h"
#include "tests/traces/expect.h"

namespace heddle::tests {
namespace {

// An address as the format writes it in clear.
std::string ShowAddress(std::uint64_t address) {
  switch (address) {
    case TraceBase::kHighest:
      return "max";
    case TraceBase::kBelow:
      return "low";
    default:
      return std::to_string(address);
  }
}

void ExpectAddress(const std::string& field, const Value& expected, std::uint64_t came) {
  const std::string text =
      expected.IsText() ? expected.Text() : std::to_string(expected.Unsigned());
  if (expected.IsText() && text != "max" && text != "low") {
    throw Malformed(StrCat("member \"", field, "\": expected a number, \"max\" or \"low\", found ",
                           expected.Show()));
  }
  Expect(field, text, ShowAddress(came));
}

void ExpectRanges(const std::string& field, const Value& expected, const HeapState::Ranges& came) {
  Expect(StrCat("ranges of ", field), expected.Items().size(), came.list.size());
  for (std::size_t i = 0; i < came.list.size(); ++i) {
    const Value::Array& pair = expected.Items()[i].Items();
    if (pair.size() != 2) {
      throw Malformed(StrCat("expected a range, two numbers, found ", expected.Items()[i].Show()));
    }
    Expect(StrCat("range ", i, " of ", field), Bytes{pair[0].Signed(), pair[1].Signed()},
           Bytes{static_cast<std::int64_t>(came.list[i].base.value),
                 static_cast<std::int64_t>(came.list[i].limit.value)});
  }
}

void AddRanges(Digest& digest, const HeapState::Ranges& ranges) {
  digest.Add(ranges.bytes);
  digest.Add(ranges.list.size());
  for (const core::AddressRange& range : ranges.list) {
    digest.Add(range.base.value);
    digest.Add(range.limit.value);
  }
}

}  // namespace

std::uint64_t HeapState::Hash() const {
  Digest digest;
  digest.Add(search);
  digest.Add(start);
  digest.Add(end);
  AddRanges(digest, in_use);
  AddRanges(digest, scavenger_in_use);
  digest.Add(generation);
  digest.Add(reservation_bytes);
  digest.Add(free_high);
  digest.Add(scavenged_low);
  return digest.value();
}

void HeapState::CompareWith(const Value& expected) const {
  ExpectAddress("search", expected["search"], search);
  Expect("start", expected["start"].Unsigned(), start);
  Expect("end", expected["end"].Unsigned(), end);
  Expect("inUseBytes", expected["inUseBytes"].Unsigned(), in_use.bytes);
  ExpectRanges("inUse", expected["inUse"], in_use);
  Expect("scavBytes", expected["scavBytes"].Unsigned(), scavenger_in_use.bytes);
  ExpectRanges("scavInUse", expected["scavInUse"], scavenger_in_use);
  Expect("gen", expected["gen"].Unsigned(), generation);
  Expect("resv", expected["resv"].Unsigned(), reservation_bytes);
  ExpectAddress("freeHWM", expected["freeHWM"], free_high);
  ExpectAddress("scavLWM", expected["scavLWM"], scavenged_low);
}

}  // namespace heddle::tests
