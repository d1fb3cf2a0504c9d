// SPDX-License-Identifier: BSD-3-Clause

#include "models/registry.h"

#include <algorithm>

#include "models/faults/catalogue.h"
#include "models/scenarios/scenarios.h"
#include "models/workload/workloads.h"

namespace heddle::models {
namespace {

template <class Entries>
auto FindByName(const Entries& entries, std::string_view name) -> decltype(entries.data()) {
  const auto found =
      std::ranges::find_if(entries, [name](const auto& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

const std::vector<Model>& Models() {
  static const std::vector<Model> kModels = {
      AllocateAllocateModel(),        AllocateFreeScavengeModel(),
      ScavengeScavengeModel(),        ReserveStartGenerationModel(),
      ScavengeStartGenerationModel(), AllocateOptimisticSearchModel(),
      GrowOptimisticSearchModel(),    IndexMarkFindModel(),
      IndexMarkFindFindModel(),
  };
  return kModels;
}

const std::vector<Model>& Workloads() {
  static const std::vector<Model> kWorkloads = AllWorkloads();
  return kWorkloads;
}

const Model* FindModel(std::string_view name) {
  const Model* const model = FindByName(Models(), name);
  return model != nullptr ? model : FindByName(Workloads(), name);
}
const Fault* FindFault(std::string_view name) { return FindByName(Faults(), name); }

}  // namespace heddle::models
