// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class FreeStartGeneration : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "free-start-generation";
  static constexpr std::string_view kShows =
      "a page is freed while a generation starts: this generation or the next one releases it";
  static constexpr std::string_view kLayout = "AAAA,AAAF";
  static constexpr int kThreads = 2;
  static constexpr unsigned kIdleGenerations = 1;

  FreeStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout), page_(heap_.Allocate(1, kTag)) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.Free(page_, 1, kTag);
    } else {
      heap_.StartCycle();
    }
  }

 private:
  core::Address page_;
};

class ForcedStartGeneration : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "forced-start-generation";
  static constexpr std::string_view kShows =
      "a forced pass over the heap, which begins a generation of its own, while another one starts";
  static constexpr std::string_view kLayout = "AAAF";
  static constexpr int kThreads = 2;

  ForcedStartGeneration(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int index) {
    if (index == 0) {
      heap_.ScavengeAll();
    } else {
      heap_.StartCycle();
    }
  }
};

}  // namespace

Model FreeStartGenerationModel() { return ModelOf<FreeStartGeneration>(); }
Model ForcedStartGenerationModel() { return ModelOf<ForcedStartGeneration>(); }

}  // namespace heddle::models
