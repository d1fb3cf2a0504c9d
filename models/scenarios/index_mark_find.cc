// SPDX-License-Identifier: BSD-3-Clause

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "core/memory/execution_storage.h"
#include "core/memory/simulated_memory.h"
#include "core/policies.h"
#include "core/probe/probe.h"
#include "core/scavenger/scavenge_index.h"
#include "core/sync/failure.h"
#include "core/sync/lock_rank.h"
#include "models/oracles/lost_work.h"
#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/small_heap.h"

namespace heddle::models {
namespace {

// The index alone, and the heap lock that its marks are made under. Chunk 3 has been marked and
// cleared again, so searches begin there.
class IndexScenario {
 public:
  static constexpr std::string_view kLayout{};
  static constexpr std::optional<core::Revision> kRevision = std::nullopt;
  static constexpr Oracles kOracles = {.invariants = false,
                                       .contents = false,
                                       .ledger = false,
                                       .accounting = false,
                                       .linearizability = false,
                                       .progress = false};

  IndexScenario(core::ExecutionStorage& storage, const ModelOptions& options)
      : memory_(storage, 0, 0, G::kPageBytes),
        index_(memory_, options.protocol),
        may_not_lose_work_(options.oracles.lost_work) {
    MarkChunk(3);
    index_.Clear(3);
  }

  std::string Describe(const void* object) const {
    return core::ContainsAddress(heap_lock_, object) ? "heap lock" : index_.NameOf(object);
  }

 protected:
  using G = SmallGeometry<1>;
  using Sync = checker::RelacySync;
  using Memory = core::SimulatedMemory<Sync, core::ExecutionStorage>;
  using Index = core::ScavengeIndex<core::Policies<Sync, Memory, G, core::TunableProtocol>>;

  void MarkChunk(core::ChunkIndex chunk) {
    index_.Mark(G::ChunkBase(chunk), G::ChunkBase(chunk + 1));
  }
  void MarkUnderLock(core::ChunkIndex chunk) {
    heap_lock_.lock();
    MarkChunk(chunk);
    heap_lock_.unlock();
  }
  void Find() { index_.Find(); }

  // When all threads are done, who looks for work finds these chunks and no other.
  void CheckFound(std::uint64_t marked) {
    std::uint64_t found = 0;
    while (const std::optional<typename Index::Candidate> candidate = index_.Find()) {
      found |= std::uint64_t{1} << candidate->chunk;
      index_.Clear(candidate->chunk);
    }
    if (may_not_lose_work_) {
      models::CheckFound(found == marked, core::FailureText()
                                              << "of the marked chunks " << core::Hex{marked}
                                              << " only these can be found: " << core::Hex{found});
    }
  }

 private:
  Memory memory_;
  Index index_;
  typename Sync::Mutex heap_lock_{core::LockRank::kHeap};
  bool may_not_lose_work_;
};

class IndexMarkFind : public IndexScenario {
 public:
  static constexpr std::string_view kName = "index-mark-find";
  static constexpr std::string_view kShows =
      "a chunk is marked in the scavenge index, below the page where searches begin, while a "
      "search comes to its end: the next one finds the chunk";
  static constexpr int kThreads = 2;

  using IndexScenario::IndexScenario;

  void Thread(int index) {
    if (index == 0) {
      Find();
    } else {
      MarkUnderLock(2);
    }
  }
  void Finish() { CheckFound(0b100); }
};

class IndexMarkFindFind : public IndexScenario {
 public:
  static constexpr std::string_view kName = "index-mark-find-find";
  static constexpr std::string_view kShows =
      "two chunks are marked while two searches find a third one, which lies below them, and lower "
      "the page where searches begin: the next searches find all three";
  static constexpr int kThreads = 3;

  IndexMarkFindFind(core::ExecutionStorage& storage, const ModelOptions& options)
      : IndexScenario(storage, options) {
    MarkChunk(1);
  }

  void Thread(int index) {
    if (index == 2) {
      MarkUnderLock(2);
      MarkUnderLock(4);
    } else {
      Find();
    }
  }
  void Finish() { CheckFound(0b10110); }
};

}  // namespace

Model IndexMarkFindModel() { return ModelOf<IndexMarkFind>(); }
Model IndexMarkFindFindModel() { return ModelOf<IndexMarkFindFind>(); }

}  // namespace heddle::models
