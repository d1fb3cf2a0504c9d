// SPDX-License-Identifier: BSD-3-Clause
//
// The table of spans, which their owners enter them in without the heap lock.

#include <optional>

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

using core::Revision;

class HeapAllocateAllocate : public WholeHeapScenario<Revision::kR4> {
 public:
  static constexpr std::string_view kName = "heap-allocate-allocate";
  static constexpr std::string_view kShows =
      "two threads allocate a page each that nobody has had before, and write to it: when the "
      "pages "
      "have been freed, whoever gets them next is told that they are not zero";
  static constexpr int kThreads = 2;

  HeapAllocateAllocate(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Allocate(1, 1);
    world_.Watch();
  }

  void Thread(int index) { spans_[index] = world_.Allocate(1, TagOf(index)); }

  void Finish() {
    for (int i = 0; i < kThreads; ++i) {
      world_.Free(spans_[i], TagOf(i));
    }
    for (int i = 0; i < kThreads; ++i) {
      world_.Allocate(1, TagOf(i));
    }
    world_.CheckQuiet();
  }

 private:
  static std::uint64_t TagOf(int index) { return 10 + static_cast<std::uint64_t>(index); }

  core::Span spans_[kThreads];
};

// Nobody tells the second thread of the span but the heap.
class HeapAllocateFind : public WholeHeapScenario<Revision::kR4> {
 public:
  static constexpr std::string_view kName = "heap-allocate-find";
  static constexpr std::string_view kShows =
      "the heap grows by its first arena and a span of it is allocated, while another thread asks "
      "for the span at that address: it finds none, or one whose memory is ready";
  static constexpr int kThreads = 2;

  HeapAllocateFind(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      world_.heap().Allocate(1);
    } else if (const std::optional<core::Span> span = world_.heap().Find(kBase)) {
      if (span->pages != 1 || !world_.IsReady(span->base)) {
        core::Fatal("a span was found that is not what was allocated, or not ready");
      }
    }
  }

 private:
  static constexpr core::Address kBase =
      World::G::AddressOf(World::G::ChunkBase(World::kFirstChunk));
};

class HeapFreeAllocate : public WholeHeapScenario<Revision::kR4> {
 public:
  static constexpr std::string_view kName = "heap-free-allocate";
  static constexpr std::string_view kShows =
      "the heap's last page is freed while another thread allocates one: it gets that page or one "
      "that the heap grows by, and its span is there";
  static constexpr int kThreads = 2;

  HeapFreeAllocate(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Allocate(World::G::kChunkPages - 1, 1);
    freed_ = world_.Allocate(1, 2);
    world_.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      world_.Free(freed_, 2);
    } else {
      allocated_ = world_.Allocate(1, 3);
    }
  }

  void Finish() {
    world_.Free(allocated_, 3);
    world_.CheckQuiet();
  }

 private:
  core::Span freed_;
  core::Span allocated_;
};

}  // namespace

Model HeapAllocateAllocateModel() { return ModelOf<HeapAllocateAllocate>(); }
Model HeapAllocateFindModel() { return ModelOf<HeapAllocateFind>(); }
Model HeapFreeAllocateModel() { return ModelOf<HeapFreeAllocate>(); }

}  // namespace heddle::models
