// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORKLOAD_WORKLOAD_PROGRAM_H_
#define HEDDLE_MODELS_WORKLOAD_WORKLOAD_PROGRAM_H_

#include "core/memory/execution_storage.h"
#include "models/model.h"
#include "models/world/scenario_program.h"

namespace heddle::models {

// A workload as a scenario: it needs neither storage nor options.
template <class Workload>
struct WorkloadScenario : Workload {
  WorkloadScenario(core::ExecutionStorage& /*storage*/, const ModelOptions& /*options*/) {}
};

// Explores a workload: a class over a synchronization policy with
//
//   static constexpr int kThreads;
//   void Thread(int index);
//   void Finish();                                       final checks
//   std::string Describe(const void* object) const;      names for the trace
template <class Workload>
using WorkloadProgram = ScenarioProgram<WorkloadScenario<Workload>>;

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORKLOAD_WORKLOAD_PROGRAM_H_
