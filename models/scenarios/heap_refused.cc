// SPDX-License-Identifier: BSD-3-Clause
//
// A system that refuses the heap something (6.1): the allocation that it was for has no pages, and
// all else is as before.

#include <array>

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

using core::Revision;

class HeapMapRefused : public WholeHeapScenario<Revision::kR4> {
 public:
  static constexpr std::string_view kName = "heap-map-refused";
  static constexpr std::string_view kShows =
      "the system refuses to map what the heap would grow by: who it would grow for gets no pages, "
      "another thread gets the free page that there is, and when the system refuses no more the "
      "heap grows";
  static constexpr int kThreads = 2;

  HeapMapRefused(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Allocate(World::G::kChunkPages - 1, 1);
    world_.Refuse(World::Request::kMap, World::kFirstChunk + 1, 0);
    world_.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      world_.TryToAllocate(2, 10);
    } else {
      world_.Allocate(1, 11);
    }
  }

  void Finish() {
    world_.CheckQuiet();
    world_.Accept(World::Request::kMap);
    world_.Free(world_.Allocate(2, 10), 10);
    world_.CheckQuiet();
  }
};

class HeapUseRefused : public WholeHeapScenario<Revision::kR4> {
 public:
  static constexpr std::string_view kName = "heap-use-refused";
  static constexpr std::string_view kShows =
      "the system refuses to make a released page usable: who wants two pages has none, because "
      "that one would be among them, another thread gets one, and what was taken is free again, "
      "released, and to be had when the system refuses no more";
  static constexpr int kThreads = 2;
  // What is taken and given back is no operation with a result.
  static constexpr Oracles kOracles = {.linearizability = false};

  // The last three pages of a chunk: free, released and refused, free.
  HeapUseRefused(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario(storage, options) {
    world_.Allocate(World::G::kChunkPages - 3, 1);
    std::array<core::Span, 3> pages;
    for (core::Span& page : pages) {
      page = world_.Allocate(1, kTag);
    }
    world_.Free(pages[1], kTag);
    world_.heap().StartCycle();
    world_.heap().Scavenge(World::kPage);
    world_.Free(pages[0], kTag);
    world_.Free(pages[2], kTag);
    world_.Refuse(World::Request::kUse, World::kFirstChunk, World::G::kChunkPages - 2);
    world_.Watch();
  }

  void Thread(int index) {
    if (index == 0) {
      world_.TryToAllocate(2, 10);
    } else {
      page_ = world_.Allocate(1, 11);
    }
  }

  void Finish() {
    world_.CheckQuiet();
    world_.Accept(World::Request::kUse);
    world_.Free(page_, 11);
    world_.Free(world_.Allocate(3, 10), 10);
    world_.CheckQuiet();
  }

 private:
  static constexpr std::uint64_t kTag = 7;

  core::Span page_;
};

}  // namespace

Model HeapMapRefusedModel() { return ModelOf<HeapMapRefused>(); }
Model HeapUseRefusedModel() { return ModelOf<HeapUseRefused>(); }

}  // namespace heddle::models
