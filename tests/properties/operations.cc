// SPDX-License-Identifier: BSD-3-Clause

#include "tests/properties/operations.h"

#include <ostream>

namespace heddle::tests {
namespace {

// Each prints as the C++ that makes it, to be pasted into a test.
struct Printer {
  std::ostream& out;

  void operator()(const Grow& o) const { out << "Grow{" << o.chunk << ", " << o.count << "}"; }
  void operator()(const Alloc& o) const { out << "Alloc{" << o.pages << "}"; }
  void operator()(const AllocAligned& o) const { out << "AllocAligned{" << o.pages << "}"; }
  void operator()(const Free& o) const { out << "Free{" << o.run << "}"; }
  void operator()(const FreePart& o) const {
    out << "FreePart{" << o.run << ", " << o.skip << ", " << o.pages << "}";
  }
  void operator()(const FillCache& o) const { out << "FillCache{" << o.cache << "}"; }
  void operator()(const CacheAlloc& o) const {
    out << "CacheAlloc{" << o.cache << ", " << o.pages << "}";
  }
  void operator()(const FlushCache& o) const { out << "FlushCache{" << o.cache << "}"; }
  void operator()(const StartGeneration&) const { out << "StartGeneration{}"; }
  void operator()(const Reserve&) const { out << "Reserve{}"; }
  void operator()(const Unreserve& o) const { out << "Unreserve{" << o.reservation << "}"; }
  void operator()(const ScavengeOne& o) const {
    out << "ScavengeOne{" << o.reservation << ", " << o.bytes << "}";
  }
  void operator()(const Scavenge& o) const { out << "Scavenge{" << o.bytes << "}"; }
  void operator()(const RefuseReleases& o) const { out << "RefuseReleases{" << o.count << "}"; }
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Operation& operation) {
  std::visit(Printer{out}, operation);
  return out;
}

std::ostream& operator<<(std::ostream& out, const Program& program) {
  out << "Program{" << program.log_system_page << ", " << program.log_huge_page << ", {";
  for (const Operation& operation : program.operations) {
    out << "\n    " << operation << ",";
  }
  return out << "\n}}";
}

}  // namespace heddle::tests
