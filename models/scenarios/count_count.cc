// SPDX-License-Identifier: BSD-3-Clause

#include "models/scenarios/scenarios.h"
#include "models/world/heap_scenario.h"
#include "models/world/scenario_program.h"

namespace heddle::models {
namespace {

using core::Revision;

// In R3 the heap counts under the heap lock. The counter itself asks for no lock.
template <Revision kOf>
class CountCount : public HeapScenario<kOf, 2> {
 public:
  using Base = HeapScenario<kOf, 2>;
  using typename Base::Heap;

  static constexpr std::string_view kName = "count-count";
  static constexpr std::string_view kShows =
      "two background scavengers count a page each that they have released: the record of their "
      "generation has both, and that of the next one neither";
  static constexpr std::string_view kLayout = "AAAF,AAAF";
  static constexpr int kThreads = 2;

  CountCount(core::ExecutionStorage& storage, const ModelOptions& options)
      : Base(storage, options, kLayout) {}

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

 private:
  using Base::heap_;
};

}  // namespace

template <Revision kOf>
Model CountCountModel() {
  return ModelOf<CountCount<kOf>>();
}

template Model CountCountModel<Revision::kR3>();
template Model CountCountModel<Revision::kR4>();

}  // namespace heddle::models
