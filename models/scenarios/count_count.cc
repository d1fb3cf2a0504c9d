// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

class CountCount : public HeapScenario<Revision::kR4, 2> {
 public:
  static constexpr std::string_view kName = "count-count";
  static constexpr std::string_view kShows =
      "two background scavengers count a page each that they have released: the record of their "
      "generation has both, and that of the next one neither";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  CountCount(core::ExecutionStorage& storage, const ModelOptions& options)
      : HeapScenario(storage, options, kLayout) {}

  void Thread(int /*index*/) { heap_.scavenger().AddReleased(heap_.Scavenge(1)); }

  void Finish() {
    const std::uint64_t recorded = heap_.StartCycle().released_bytes;
    const std::uint64_t next = heap_.StartCycle().released_bytes;
    if (recorded != kThreads * Heap::kPage || next != 0) {
      core::Fail(core::FailureKind::kAccounting,
                 core::FailureText()
                     << kThreads * Heap::kPage << " bytes were released in a generation, "
                     << recorded << " are in its record and " << next << " in that of the next");
    }
    heap_.CheckQuiet(0);
  }
};

}  // namespace

Model CountCountModel() { return ModelOf<CountCount>(); }

}  // namespace heddle::models
