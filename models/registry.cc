// SPDX-License-Identifier: BSD-3-Clause

#include "models/registry.h"

#include <algorithm>

#include "core/scavenger/revision.h"
#include "models/compositions/compositions.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"
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
  using enum core::Revision;
  static const std::vector<Model> kModels = {
      AllocateAllocateModel(),
      AllocateFreeLowerModel(),
      AllocateFreeScavengeModel<kR4>(),
      ScavengeScavengeModel<kR4>(),
      ReserveStartGenerationModel<kR4>(),
      ScavengeStartGenerationModel<kR4>(),
      AllocateOptimisticSearchModel<kR4>(),
      GrowOptimisticSearchModel<kR4>(),
      ScavengeFreeStartCycleModel<kR4>(),
      ScavengeAloneModel<kR4>(),
      ScavengeScavengeChunkModel(),
      ScavengeScavengeDrainModel<kR4>(),
      ScavengeStartStartModel<kR4>(),
      FreeStartGenerationModel(),
      ForcedStartGenerationModel(),
      AllocateFreeOptimisticSearchModel(),
      FreeStartScavengeModel(),
      ScavengeFreeGenerationModel(),
      ScavengeFreeIdleGenerationModel(),
      ScavengeScavengeGenerationModel(),
      ScavengeRefusedModel<kR4>(),
      CountCountModel<kR4>(),
      AllocateFreeScavengeModel<kR3>(),
      ScavengeScavengeModel<kR3>(),
      ScavengeForcedScavengeModel<kR3>(),
      ReserveStartGenerationModel<kR3>(),
      ScavengeStartGenerationModel<kR3>(),
      AllocateOptimisticSearchModel<kR3>(),
      GrowOptimisticSearchModel<kR3>(),
      ScavengeFreeStartCycleModel<kR3>(),
      ScavengeAloneModel<kR3>(),
      ScavengeScavengeDrainModel<kR3>(),
      ScavengeStartStartModel<kR3>(),
      ScavengeRefusedModel<kR3>(),
      UseScavengeModel<kR3>(),
      CountCountModel<kR3>(),
      AllocateFreeScavengeModel<kR2>(),
      ScavengeForcedScavengeModel<kR2>(),
      ScavengeFreeForcedScavengeModel(),
      ScavengeAloneModel<kR2>(),
      AllocateFreeScavengeModel<kR1>(),
      ScavengeScavengeModel<kR1>(),
      AllocateOptimisticSearchModel<kR1>(),
      GrowOptimisticSearchModel<kR1>(),
      ScavengeAloneModel<kR1>(),
      ScavengeScavengeDrainModel<kR1>(),
      GrowBelowSearchModel(),
      ScavengeRefusedModel<kR1>(),
      UseScavengeModel<kR1>(),
      HeapGrowGrowModel<kR4>(),
      HeapGrowScavengeModel<kR4>(),
      HeapCacheScavengeModel<kR4>(),
      HeapCacheAllocateModel(),
      HeapAllocateAllocateModel(),
      HeapAllocateFindModel(),
      HeapFreeAllocateModel(),
      BackgroundWakeModel<kR4>(),
      HeapGrowGrowModel<kR3>(),
      HeapGrowScavengeModel<kR3>(),
      HeapGrowCacheModel<kR3>(),
      BackgroundWakeModel<kR3>(),
      HeapGrowScavengeModel<kR2>(),
      HeapGrowCacheModel<kR2>(),
      IndexMarkFindModel(),
      IndexMarkFindFindModel(),
      HeapGrowGoalModel<kR4>(),
      BackgroundGoalModel<kR4>(),
      HeapMapRefusedModel(),
      HeapUseRefusedModel(),
      HeapGrowGoalModel<kR3>(),
      BackgroundGoalModel<kR3>(),
  };
  return kModels;
}

const std::vector<Model>& Compositions() {
  static const std::vector<Model> kCompositions = AllCompositions();
  return kCompositions;
}

const std::vector<Model>& DemandingModels() {
  using enum core::Revision;
  static const std::vector<Model> kModels = {
      ScavengeFreeStartCycleModel<kR1>(), ScavengeFreeStartCycleModel<kR2>(),
      ScavengeFallingCursorModel(),       ScavengeHoleModel(),
      FreeStartStartGenerationModel(),    RemainderStartGenerationModel(),
      CountStartGenerationModel(),        AlignedAllocationModel(),
      CacheScavengeGenerationModel(),
  };
  return kModels;
}

const std::vector<Model>& Workloads() {
  static const std::vector<Model> kWorkloads = AllWorkloads();
  return kWorkloads;
}

const Model* FindModel(std::string_view name) {
  for (const std::vector<Model>* models :
       {&Models(), &Compositions(), &DemandingModels(), &Workloads()}) {
    if (const Model* const model = FindByName(*models, name)) {
      return model;
    }
  }
  return nullptr;
}

const Fault* FindFault(std::string_view name) {
  for (const std::vector<Fault>* faults : {&Faults(), &Findings(), &Controls()}) {
    if (const Fault* const fault = FindByName(*faults, name)) {
      return fault;
    }
  }
  return FindSingleChange(name);
}

}  // namespace heddle::models
