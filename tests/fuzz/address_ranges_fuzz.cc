// SPDX-License-Identifier: BSD-3-Clause

#include "tests/fuzz/address_ranges_fuzz.h"

#include <exception>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "core/protocol/protocol.h"
#include "tests/fuzz/operation_bytes.h"

namespace heddle::tests {
namespace {

constexpr std::size_t kMostOperations = 500;

// The lowest addresses, some in the middle, and the highest whose limit is an address too.
constexpr std::array<std::uint64_t, 3> kFirsts = {0, std::uint64_t{1} << 40,
                                                  ~std::uint64_t{0} - kWindow};

RangesOperation OperationOf(const OperationBytes::Four& four) {
  switch (four.kind % 8) {
    case 4:
      return RemoveLast{four.number};
    case 5:
      return RemoveFrom{four.which};
    case 6:
      return CloneToOther{};
    case 7:
      return TakeOther{};
    default:  // half of them, or the set would be empty most of the time
      return AddRange{four.which, std::size_t{1} + four.number % 64};
  }
}

// Each prints as the C++ that makes it, to be pasted into a test.
struct Printer {
  std::ostream& out;

  void operator()(const AddRange& o) const {
    out << "AddRange{" << o.base << ", " << o.bytes << "}";
  }
  void operator()(const RemoveLast& o) const { out << "RemoveLast{" << o.bytes << "}"; }
  void operator()(const RemoveFrom& o) const { out << "RemoveFrom{" << o.base << "}"; }
  void operator()(const CloneToOther& /*o*/) const { out << "CloneToOther{}"; }
  void operator()(const TakeOther& /*o*/) const { out << "TakeOther{}"; }
};

}  // namespace

RangesProgram RangesProgramIn(Bytes bytes) {
  OperationBytes input(bytes);
  RangesProgram program;
  program.first = kFirsts.at(input.Byte() % kFirsts.size());
  program.capacities = {std::size_t{input.Byte()} % 4, std::size_t{input.Byte()} % 4};
  input.Byte();
  while (!input.AtEnd() && program.operations.size() < kMostOperations) {
    program.operations.push_back(OperationOf(input.Next()));
  }
  return program;
}

std::ostream& operator<<(std::ostream& out, const RangesProgram& program) {
  out << "RangesProgram{" << program.first << "U, {" << program.capacities[0] << ", "
      << program.capacities[1] << "}, {";
  for (const RangesOperation& operation : program.operations) {
    out << "\n    ";
    std::visit(Printer{out}, operation);
    out << ",";
  }
  return out << "\n}}";
}

void FuzzAddressRanges(Bytes bytes) {
  const RangesProgram program = RangesProgramIn(bytes);
  try {
    RunRanges(program, core::ShippedProtocol{});
  } catch (const std::exception& error) {
    std::ostringstream text;
    text << error.what() << "\nafter some of\n"
         << "RunRanges(" << program << ", core::ShippedProtocol{})";
    throw std::runtime_error(text.str());
  }
}

}  // namespace heddle::tests
