// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_SIMULATED_MEMORY_H_
#define HEDDLE_CORE_MEMORY_SIMULATED_MEMORY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <source_location>

#include "core/address/offset.h"
#include "core/memory/address_window.h"
#include "core/memory/concept.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::core {

// Memory of which only one word a page exists, enough to tell who used the page when. The word is a
// Shared cell: the owner of a page writes it, a release stores to it, so a release that overlaps an
// owner is a data race on that cell, which the checker and ThreadSanitizer report by themselves.
// Using a page that is released is a failure of kind kContents.
//
// Covers one window of addresses, given at construction. `Source` provides the metadata arrays,
// through Allocate<T>(n): an ExecutionStorage in a simulated execution, MetadataMappings for real
// threads.
template <class Sync, class Source>
class SimulatedMemory {
 public:
  using Location = std::source_location;

  // `pages` pages of `page_bytes` from raw address `base` on, all released at first.
  SimulatedMemory(Source& source, Address base, std::size_t pages, std::uint64_t page_bytes)
      : source_(source),
        cells_(source.template Allocate<Cell>(pages)),
        window_(base, base + pages * page_bytes),
        page_bytes_(page_bytes) {
    for (std::size_t i = 0; i < pages; ++i) {
      cells_[i].Set(Page{});
    }
  }

  // Both are called under the heap lock.
  Address Reserve(std::uint64_t bytes) { return window_.Reserve(bytes); }
  bool ReserveAt(Address base, std::uint64_t bytes) { return window_.ReserveAt(base, bytes); }

  bool Map(Address base, std::uint64_t bytes) { return Grants(Request::kMap, base, bytes); }

  bool Use(Address base, std::uint64_t bytes, const Location& where = Location::current()) {
    if (Refuses(Request::kMap, base, bytes)) {
      Fail(FailureKind::kContents,
           FailureText() << "the pages from " << Hex{base} << " on are to be made usable, but the "
                         << "system has refused to map them",
           where);
    }
    return Grants(Request::kUse, base, bytes) && SetState(base, bytes, /*usable=*/true, where);
  }
  bool Release(Address base, std::uint64_t bytes, const Location& where = Location::current()) {
    return Grants(Request::kRelease, base, bytes) && SetState(base, bytes, /*usable=*/false, where);
  }

  // By the owner of the page that `address` lies in.
  void Write(Address address, std::uint64_t value, const Location& where = Location::current()) {
    Cell& cell = CellOf(address);
    CheckUsable(cell.Get(where), address, where);
    cell.Set(Page{value, true}, where);
  }
  std::uint64_t Read(Address address, const Location& where = Location::current()) {
    const Page page = CellOf(address).Get(where);
    CheckUsable(page, address, where);
    return page.contents;
  }

  // What the system is asked for, and may refuse.
  enum class Request : std::uint8_t { kMap, kUse, kRelease };

  // From here on the system refuses this of whatever this page is part of, or of nothing. While no
  // threads run.
  void Refuse(Request request, std::optional<Address> page) {
    refused_[static_cast<std::size_t>(request)] = page;
  }
  // Whether it does not, and all of it lies in the window.
  bool Grants(Request request, Address base, std::uint64_t bytes) const {
    return window_.Contains(base, bytes) && !Refuses(request, base, bytes);
  }

  // For the invariants: whether the page may be used. By whoever may look at it.
  bool IsUsable(Address address) { return CellOf(address).Get().usable; }

  // For traces: the address of the page whose word `object` is; nothing if it is none of them.
  std::optional<Address> PageOf(const void* object) const {
    const std::uint64_t pages = (window_.Limit() - window_.Base()) / page_bytes_;
    const auto page = IndexOfAddress(cells_, pages, object);
    return page ? std::optional(window_.Base() + *page * page_bytes_) : std::nullopt;
  }

  template <class T>
  T* Metadata(std::size_t count) {
    return source_.template Allocate<T>(count);
  }

 private:
  struct Page {  // no initializers: zero bytes are a released page, and metadata relies on it
    std::uint64_t contents;
    bool usable;
  };
  using Cell = typename Sync::template Shared<Page>;

  bool Refuses(Request request, Address base, std::uint64_t bytes) const {
    const std::optional<Address>& page = refused_[static_cast<std::size_t>(request)];
    return page && base <= *page && *page - base < bytes;
  }

  Cell& CellOf(Address address) {
    if (!window_.Contains(address, 1)) {
      Fail(FailureKind::kContents,
           FailureText() << "address " << Hex{address} << " is outside the simulated memory from "
                         << Hex{window_.Base()} << " to " << Hex{window_.Limit()});
    }
    return cells_[(address - window_.Base()) / page_bytes_];
  }

  bool SetState(Address base, std::uint64_t bytes, bool usable, const Location& where) {
    if (!window_.Contains(base, bytes)) {
      return false;
    }
    for (Address address = base; address < base + bytes; address += page_bytes_) {
      CellOf(address).Set(Page{0, usable}, where);
    }
    return true;
  }

  static void CheckUsable(const Page& page, Address address, const Location& where) {
    if (!page.usable) {
      Fail(FailureKind::kContents,
           FailureText() << "the page at " << Hex{address} << " is used while it is released",
           where);
    }
  }

  Source& source_;
  Cell* cells_;
  AddressWindow window_;
  std::uint64_t page_bytes_;
  std::array<std::optional<Address>, 3> refused_;  // by request
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_SIMULATED_MEMORY_H_
