// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLES_LINEARIZABILITY_H_
#define HEDDLE_MODELS_ORACLES_LINEARIZABILITY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "checker/trace/moment.h"
#include "core/page_alloc/page_alloc.h"
#include "core/sync/failure.h"
#include "models/oracles/first_fit.h"
#include "models/oracles/page_counts.h"

namespace heddle::models {

// Something that a thread has done to the heap: it takes effect between the two moments.
struct HeapOperation {
  HeapAction action;
  checker::Moment invocation;
  checker::Moment response;
};

// Linearizability over happens-before: the operations of all threads have the results that they
// would have one at a time, in some order that puts a before b wherever a's response happens before
// b's invocation. The sequential specification is FirstFit.
//
// Evaluated when all threads are done. Partial-order reduction preserves it: what each operation
// gave back and how moments are ordered is the same in equivalent executions, and nothing else is
// asked about. The order in which operations happened to be executed is not: two that nothing
// orders may be put either way round.
//
// The search is Wing and Gong's, with the sets of operations that led to nowhere remembered, as in
// Lowe's. A set is enough, because results are given: whatever the order in which the same
// operations were done, the same pages are free.
class LinearizabilitySearch {
 public:
  static constexpr std::size_t kMostOperations = 14;

  // `initial` is the heap before all of them; at most kMostOperations. Operations of one thread are
  // in its order.
  bool HasOrder(const FirstFit& initial, std::span<const HeapOperation> operations);

 private:
  using Set = std::uint32_t;

  bool Complete(Set done, const FirstFit& heap);
  bool WasVisited(Set done);

  std::span<const HeapOperation> operations_;
  std::array<Set, kMostOperations> before_{};  // that must come before each
  std::array<std::uint64_t, (std::size_t{1} << kMostOperations) / 64> visited_{};
};

// A heap as it is, in a window of memory that begins with a chunk. Under the heap lock.
template <class P>
FirstFit FirstFitOf(const core::PageAlloc<P>& pages, core::ChunkIndex first_chunk)
    HEDDLE_REQUIRES(pages.heap_lock()) {
  constexpr unsigned kPages = P::Geometry::kChunkPages;
  FirstFit heap;
  ForEachChunk(pages, [&](core::ChunkIndex index, const auto& chunk) {
    const auto base = static_cast<unsigned>(index - first_chunk) * kPages;
    heap.Do({HeapAction::Kind::kGrow, {base, kPages}});
    for (unsigned page = 0; page < kPages;) {
      unsigned end = page;
      while (end < kPages && chunk.allocated().CountRange(end, 1) != 0) {
        ++end;
      }
      heap.Do({HeapAction::Kind::kTake, {base + page, end - page}});  // nothing, if it is empty
      page = end + 1;
    }
  });
  return heap;
}

// The operations of one execution. Plain memory of fixed size, a part of it for each thread, so
// that a thread may add to it at any time.
class OperationHistory {
 public:
  static constexpr std::size_t kMostOfThread = 8;

  // The heap as the first operation finds it.
  void Begin(const FirstFit& heap);
  // Nothing is added any more.
  void End() { is_on_ = false; }

  // The running thread asks for something.
  void Invoke();
  // On the way there it has done this, after whatever else it has done on the way.
  void Act(const HeapAction& action);
  // It has got this.
  void Respond(const HeapAction& action);

  // Fails with kLinearizability if there is no order. `page_bytes` and `base`, of the memory, are
  // for the message.
  void Check(std::uint64_t base, std::uint64_t page_bytes);

 private:
  struct ThreadLog {
    std::array<HeapOperation, kMostOfThread> operations;
    std::size_t count = 0;
    checker::Moment invoked;
    checker::Moment acted;  // or invoked
  };

  void Add(const HeapAction& action, checker::Moment ThreadLog::* since);

  bool is_on_ = false;
  FirstFit initial_;
  std::array<ThreadLog, checker::kMaxThreads> threads_;
  LinearizabilitySearch search_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLES_LINEARIZABILITY_H_
