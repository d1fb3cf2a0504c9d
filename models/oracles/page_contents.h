// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_PAGE_CONTENTS_H_
#define HEDDLE_MODELS_ORACLES_PAGE_CONTENTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <source_location>

#include "core/invariants/ranges_invariants.h"
#include "core/memory/concept.h"
#include "core/memory/simulated_memory.h"
#include "core/page_alloc/page_alloc.h"
#include "core/sync/failure.h"
#include "models/oracles/page_counts.h"

namespace heddle::models {

// Page contents: what an owner writes to its pages stays there until it frees them, and nobody
// reaches a page at the same time as its owner.
//
// A memory policy. The owner of a page writes to it and reads it back, a release makes it unusable
// and an allocation usable again. Two of these that nothing orders are a data race on the page; use
// of a released page, or contents that are not the owner's, are of kind kContents. Switched off, it
// is a memory that nobody touches: owners do not use their pages, and releases show nowhere.
//
// Evaluated at each access, none of which is a scheduling point. Whether two accesses race depends
// on happens-before alone, and where none do, the order of accesses to one page is fixed by it; so
// each reads the same in all equivalent executions.
template <class Sync, class Source>
class PageContents {
 public:
  using Simulated = core::SimulatedMemory<Sync, Source>;
  using Request = typename Simulated::Request;
  using Location = std::source_location;

  // See SimulatedMemory.
  PageContents(Source& source, core::Address base, std::size_t pages, std::uint64_t page_bytes,
               bool is_on)
      : memory_(source, base, pages, page_bytes), page_bytes_(page_bytes), is_on_(is_on) {}

  core::Address Reserve(std::uint64_t bytes) { return memory_.Reserve(bytes); }
  bool ReserveAt(core::Address base, std::uint64_t bytes) { return memory_.ReserveAt(base, bytes); }
  bool Map(core::Address base, std::uint64_t bytes) { return memory_.Map(base, bytes); }
  bool Use(core::Address base, std::uint64_t bytes, const Location& where = Location::current()) {
    return is_on_ ? memory_.Use(base, bytes, where) : memory_.Grants(Request::kUse, base, bytes);
  }
  bool Release(core::Address base, std::uint64_t bytes,
               const Location& where = Location::current()) {
    return is_on_ ? memory_.Release(base, bytes, where)
                  : memory_.Grants(Request::kRelease, base, bytes);
  }
  template <class T>
  T* Metadata(std::size_t count) {
    return memory_.template Metadata<T>(count);
  }

  // By the owner: writes `tag` to each page.
  void Fill(core::Address base, std::uint64_t pages, std::uint64_t tag,
            const Location& where = Location::current()) {
    for (std::uint64_t i = 0; is_on_ && i < pages; ++i) {
      memory_.Write(base + i * page_bytes_, tag, where);
    }
  }
  // By the owner: each page holds the tag.
  void Check(core::Address base, std::uint64_t pages, std::uint64_t tag,
             const Location& where = Location::current()) {
    for (std::uint64_t i = 0; is_on_ && i < pages; ++i) {
      const core::Address page = base + i * page_bytes_;
      const std::uint64_t found = memory_.Read(page, where);
      if (found != tag) {
        core::Fail(core::FailureKind::kContents,
                   core::FailureText() << "the page at " << core::Hex{page} << " holds " << found
                                       << ", its owner wrote " << tag);
      }
    }
  }

  // By the owner: each page is zero, as it was said to be.
  void CheckZero(core::Address base, std::uint64_t pages,
                 const Location& where = Location::current()) {
    for (std::uint64_t i = 0; is_on_ && i < pages; ++i) {
      const core::Address page = base + i * page_bytes_;
      const std::uint64_t found = memory_.Read(page, where);
      if (found != 0) {
        core::Fail(core::FailureKind::kContents, core::FailureText()
                                                     << "the page at " << core::Hex{page}
                                                     << " is said to be zero, but holds " << found);
      }
    }
  }

  // See SimulatedMemory.
  void Refuse(Request request, std::optional<core::Address> page) { memory_.Refuse(request, page); }

  // Whether the page may be used, as far as anybody knows. By whoever may look at it.
  bool IsUsable(core::Address page) { return memory_.IsUsable(page); }
  bool is_on() const { return is_on_; }

  std::optional<core::Address> PageOf(const void* object) const { return memory_.PageOf(object); }

 private:
  Simulated memory_;
  std::uint64_t page_bytes_;
  bool is_on_;
};

// I19 at rest: a page that is free is either ready, or scavenged and released. Who owns the others
// knows which they are. Under the heap lock.
template <class P>
void CheckFreePages(const core::PageAlloc<P>& pages, typename P::Memory& memory)
    HEDDLE_REQUIRES(pages.heap_lock()) {
  using G = typename P::Geometry;
  if (!memory.is_on()) {
    return;
  }
  ForEachChunk(pages, [&memory](core::ChunkIndex index, const auto& chunk) {
    for (unsigned page = 0; page < G::kChunkPages; ++page) {
      const core::Address address = G::AddressOf(G::PageOffset(index, page));
      const bool scavenged = chunk.scavenged().CountRange(page, 1) != 0;
      const bool free = chunk.allocated().CountRange(page, 1) == 0;
      core::CheckInvariant(!free || memory.IsUsable(address) != scavenged, "I19",
                           [&](core::FailureText& text) {
                             text << "page " << page << " of chunk " << index << " is free and "
                                  << (scavenged ? "scavenged, but its memory is there"
                                                : "not scavenged, but its memory is released");
                           });
    }
  });
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_PAGE_CONTENTS_H_
