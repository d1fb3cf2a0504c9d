// SPDX-License-Identifier: BSD-3-Clause
//
// Traces of kind bits: the bitmaps of one chunk, and what is computed from bits.

#include <cstddef>
#include <limits>
#include <utility>

#include "core/bitmap/bit_scan.h"
#include "core/bitmap/chunk.h"
#include "core/geometry/geometry.h"
#include "core/geometry/physical_sizes.h"
#include "core/page_cache/page_cache.h"
#include "core/summary/summary.h"
#include "core/sync/std_sync.h"
#include "tests/traces/digest.h"
#include "tests/traces/expect.h"
#include "tests/traces/replayer.h"

namespace heddle::tests {
namespace {

using G = core::ProductionGeometry;
using Summary = core::Summary<G::kLogMaxPages>;

struct Run {
  unsigned first;
  unsigned count;
};

unsigned PageAt(const Operation& operation, std::size_t i) {
  return static_cast<unsigned>(operation.Number(i, 0, G::kChunkPages - 1));
}

// A first page and a number of pages, within the chunk.
Run RunAt(const Operation& operation, std::size_t i) {
  const unsigned first = PageAt(operation, i);
  return {first, static_cast<unsigned>(operation.Number(i + 1, 1, G::kChunkPages - first))};
}

unsigned SmallAt(const Operation& operation, std::size_t i, unsigned lowest = 0) {
  return static_cast<unsigned>(
      operation.Number(i, lowest, std::numeric_limits<std::int32_t>::max()));
}

core::PhysicalSizes SizesAt(std::uint64_t page, std::uint64_t huge_page) {
  return core::PhysicalSizes::For<G>(page, huge_page);
}

template <class Sync>
class BitsReplayer final : public Replayer {
 public:
  explicit BitsReplayer(const Header& header)
      : huge_pages_(SizesAt(header.physical_page, header.huge_page).huge_pages) {}

  void Apply(const Operation& operation) override {
    using Self = BitsReplayer;
    static constexpr Handler<Self> kHandlers[] = {
        {"load", 2, &Self::Load},          {"geom", 2, &Self::SetSizes},
        {"ar", 2, &Self::Allocate},        {"aa", 0, &Self::AllocateAll},
        {"br", 2, &Self::SetAllocated},    {"fr", 2, &Self::Free},
        {"f1", 1, &Self::FreeOne},         {"fa", 0, &Self::FreeAll},
        {"ss", 2, &Self::SetScavenged},    {"sc", 2, &Self::ClearScavenged},
        {"ap", 2, &Self::OrAllocatedWord}, {"sb", 2, &Self::ClearInScavengedWord},
        {"p64", 3, &Self::Words},          {"find", 4, &Self::Find},
        {"findx", 4, &Self::Find},         {"sum", 4, &Self::Summarize},
        {"pc", 4, &Self::Count},           {"fsc", 5, &Self::FindScavengeCandidate},
        {"hsc", 2, &Self::HasCandidate},   {"fill", 3, &Self::FillAligned},
        {"fbr", 3, &Self::FindBitRange},   {"mrg", 3, &Self::Merge},
        {"pca", 7, &Self::CacheAlloc},     {"D", 1, &Self::CheckDigest},
    };
    Dispatch<Self>(*this, "bits", kHandlers, operation);
  }

 private:
  void Load(const Operation& operation) {
    operation.List(1, G::kChunkWords);
    operation.List(2, G::kChunkWords);
    for (unsigned w = 0; w < G::kChunkWords; ++w) {
      const std::uint64_t allocated = operation.Word(1, w);
      const std::uint64_t scavenged = operation.Word(2, w);
      chunk_.allocated().ClearInWord(w, ~allocated);
      chunk_.allocated().SetInWord(w, allocated);
      chunk_.scavenged().ClearInWord(w, ~scavenged);
      chunk_.scavenged().SetInWord(w, scavenged);
    }
  }

  void SetSizes(const Operation& operation) {
    huge_pages_ = SizesAt(operation.Number(1), operation.Number(2)).huge_pages;
  }

  void Allocate(const Operation& operation) {
    const Run run = RunAt(operation, 1);
    chunk_.Allocate(run.first, run.count);
  }
  void AllocateAll(const Operation& /*operation*/) { chunk_.Allocate(0, G::kChunkPages); }
  void SetAllocated(const Operation& operation) {
    const Run run = RunAt(operation, 1);
    chunk_.allocated().SetRange(run.first, run.count);
  }
  void Free(const Operation& operation) {
    const Run run = RunAt(operation, 1);
    chunk_.Free(run.first, run.count);
  }
  void FreeOne(const Operation& operation) { chunk_.Free(PageAt(operation, 1), 1); }
  void FreeAll(const Operation& /*operation*/) { chunk_.Free(0, G::kChunkPages); }
  void SetScavenged(const Operation& operation) {
    const Run run = RunAt(operation, 1);
    chunk_.scavenged().SetRange(run.first, run.count);
  }
  void ClearScavenged(const Operation& operation) {
    const Run run = RunAt(operation, 1);
    chunk_.scavenged().ClearRange(run.first, run.count);
  }
  void OrAllocatedWord(const Operation& operation) {
    chunk_.allocated().SetInWord(PageAt(operation, 1) / 64, operation.Word(2));
  }
  void ClearInScavengedWord(const Operation& operation) {
    chunk_.scavenged().ClearInWord(PageAt(operation, 1) / 64, operation.Word(2));
  }

  void Words(const Operation& operation) {
    const unsigned word = PageAt(operation, 1) / 64;
    Expect("allocated", Word{operation.Word(2)}, Word{chunk_.allocated().Word(word)});
    Expect("scavenged", Word{operation.Word(3)}, Word{chunk_.scavenged().Word(word)});
  }

  void Find(const Operation& operation) {
    const auto found = chunk_.allocated().FindClear(SmallAt(operation, 1, 1), PageAt(operation, 2));
    const std::int64_t expected_first = operation.NumberOrNone(4);
    Expect("page", operation.NumberOrNone(3), found ? std::int64_t{found.index} : -1);
    if (found) {
      Expect("first free page", expected_first, std::int64_t{found.first_free});
    }
  }

  void Summarize(const Operation& operation) {
    const core::FreeRuns runs = chunk_.allocated().SummarizeClear();
    Expect("start", operation.Number(1), runs.start);
    Expect("max", operation.Number(2), runs.max);
    Expect("end", operation.Number(3), runs.end);
    Expect("packed", Word{operation.Word(4)}, Word{Summary::Pack(runs).bits()});
  }

  void Count(const Operation& operation) {
    const Run run = RunAt(operation, 1);
    Expect("allocated", operation.Number(3), chunk_.allocated().CountRange(run.first, run.count));
    Expect("scavenged", operation.Number(4), chunk_.scavenged().CountRange(run.first, run.count));
  }

  void FindScavengeCandidate(const Operation& operation) {
    const core::PhysicalSizes sizes{SmallAt(operation, 2), huge_pages_};
    const core::PageRun run =
        chunk_.FindScavengeCandidate(PageAt(operation, 1), sizes, operation.Amount(3));
    Expect("size", operation.Number(5), run.size);
    Expect("start", operation.Number(4), run.size == 0 ? 0 : run.start);
  }

  void HasCandidate(const Operation& operation) {
    Expect("candidate", operation.Flag(2),
           chunk_.HasScavengeCandidate(SmallAt(operation, 1), core::MemoryOrder::kRelaxed));
  }

  void FillAligned(const Operation& operation) {
    Expect("word", Word{operation.Word(3)},
           Word{core::FillAligned(operation.Word(1), SmallAt(operation, 2))});
  }

  void FindBitRange(const Operation& operation) {
    const auto length = static_cast<unsigned>(operation.Number(2, 1, core::kWordPages));
    Expect("bit", operation.Number(3), core::FindBitRange64(operation.Word(1), length));
  }

  void Merge(const Operation& operation) {
    const auto log_pages = static_cast<unsigned>(operation.Number(1, 0, G::kLogMaxPages));
    core::RunMerger merger(log_pages);
    for (std::size_t i = 0; i < operation.List(2, 8).size(); ++i) {
      merger.Append(Summary::FromBits(operation.Word(2, i)).Unpack());
    }
    Expect("packed", Word{operation.Word(3)}, Word{Summary::Pack(merger.runs()).bits()});
  }

  void CacheAlloc(const Operation& operation) {
    // Any address that is a multiple of 64 pages will do, but 0 would say that nothing was found.
    constexpr core::Address kBase = core::kWordPages * G::kPageBytes;
    core::PageCache<G> cache{kBase, operation.Word(1), operation.Word(2)};
    const core::Allocation got = cache.Alloc(operation.Number(3, 1));
    Expect("page", operation.NumberOrNone(4),
           got ? static_cast<std::int64_t>((got.base - kBase) / G::kPageBytes) : -1);
    Expect("scavenged bytes", operation.Number(5), got.scavenged_bytes);
    Expect("cache", Word{operation.Word(6)}, Word{cache.free});
    Expect("cache's scavenged pages", Word{operation.Word(7)}, Word{cache.scavenged});
  }

  void CheckDigest(const Operation& operation) {
    Digest digest;
    for (unsigned w = 0; w < G::kChunkWords; ++w) {
      digest.Add(chunk_.allocated().Word(w));
    }
    for (unsigned w = 0; w < G::kChunkWords; ++w) {
      digest.Add(chunk_.scavenged().Word(w));
    }
    Expect("digest", Word{operation.Word(1)}, Word{digest.value()});
  }

  core::Chunk<Sync, G> chunk_{};
  unsigned huge_pages_;
};

}  // namespace

std::unique_ptr<Replayer> MakeBitsReplayer(const Header& header, Replay with) {
  if (with == Replay::kSingleThread) {
    return std::make_unique<BitsReplayer<CheckedSingleThread>>(header);
  }
  return std::make_unique<BitsReplayer<core::StdSync>>(header);
}

}  // namespace heddle::tests
