// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/scenario_program.h"
#include "models/world/whole_heap.h"

namespace heddle::models {
namespace {

template <core::Revision kOf>
class HeapGrowGrow : public WholeHeapScenario<kOf> {
 public:
  static constexpr std::string_view kName = "heap-grow-grow";
  static constexpr std::string_view kShows =
      "two threads want more than half a chunk each, and the heap must grow for both: whoever "
      "grows "
      "it gets the pages, whatever the other one takes, and both have memory of their own";
  static constexpr int kThreads = 2;

  HeapGrowGrow(core::ExecutionStorage& storage, const ModelOptions& options)
      : WholeHeapScenario<kOf>(storage, options) {
    this->world_.Allocate(WholeHeap<kOf>::G::kChunkPages - 1, 1);
    this->world_.Watch();
  }

  void Thread(int index) { spans_[index] = this->world_.Allocate(kPages, TagOf(index)); }

  void Finish() {
    for (int i = 0; i < kThreads; ++i) {
      this->world_.Free(spans_[i], TagOf(i));
    }
    this->world_.CheckQuiet();
  }

 private:
  static constexpr std::uint64_t kPages = WholeHeap<kOf>::G::kChunkPages / 2 + 1;

  static std::uint64_t TagOf(int index) { return 10 + static_cast<std::uint64_t>(index); }

  core::Span spans_[kThreads];
};

}  // namespace

template <core::Revision kOf>
Model HeapGrowGrowModel() {
  return ModelOf<HeapGrowGrow<kOf>>();
}

template Model HeapGrowGrowModel<core::Revision::kR3>();
template Model HeapGrowGrowModel<core::Revision::kR4>();

}  // namespace heddle::models
