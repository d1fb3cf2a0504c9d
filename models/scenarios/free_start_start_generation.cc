// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class FreeStartStartGeneration : public HeapScenario<Revision::kR4, 1> {
 public:
  static constexpr std::string_view kName = "free-start-start-generation";
  static constexpr std::string_view kShows =
      "while a scavenger releases a page, one above it is freed and a new generation starts, which "
      "nobody scavenges in; the generation after it releases the page that was freed";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;
  static constexpr unsigned kIdleGenerations = 1;

  FreeStartStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout),
        page_(heap_.TakePage(Heap::kFirstChunk + 1, kLastPage, kTag)) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Scavenge(1);
    } else {
      heap_.Free(page_, 1, kTag);
      heap_.StartCycle();
    }
  }

 private:
  core::Address page_;
};

}  // namespace

Model FreeStartStartGenerationModel() { return ModelOf<FreeStartStartGeneration>(); }

}  // namespace heddle::models
