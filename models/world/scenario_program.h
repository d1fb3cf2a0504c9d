// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_SCENARIO_PROGRAM_H_
#define HEDDLE_MODELS_WORLD_SCENARIO_PROGRAM_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/program.h"
#include "core/memory/execution_storage.h"
#include "models/model.h"
#include "models/oracle_list.h"
#include "models/oracles/lock_discipline.h"

namespace heddle::models {

template <class Scenario>
inline constexpr bool kIsWatched = requires { Scenario::kOracles; };
template <class Scenario>
inline constexpr bool kMayLoseWork = requires { Scenario::kIdleGenerations; };

// Explores a scenario: a class with
//
//   static constexpr std::string_view kName, kShows, kLayout;  static constexpr int kThreads;
//   static constexpr std::optional<core::Revision> kRevision;
//   Scenario(core::ExecutionStorage& storage, const ModelOptions& options);
//   void Thread(int index);
//   void Finish();                                       final checks
//   std::string Describe(const void* object) const;      names for the trace
//
// and, if oracles can watch it,
//
//   static constexpr Oracles kOracles;                   those that can
//   static constexpr unsigned kIdleGenerations;          see Model
//   void CheckNoLostWork(unsigned generations);          after Finish
//
// Each execution builds one afresh in storage that outlives it.
template <class Scenario>
class ScenarioProgram : public checker::Program {
 public:
  explicit ScenarioProgram(const ModelOptions& options) : options_(options) {
    if constexpr (kIsWatched<Scenario>) {
      options_.oracles = options_.oracles & Scenario::kOracles;
    }
  }

  int ThreadCount() const override { return Scenario::kThreads; }
  void Setup() override { scenario_ = storage_.template Make<Scenario>(storage_, options_); }
  void Thread(int index) override {
    const SameLocksAfter same_locks(options_.oracles);
    scenario_->Thread(index);
  }
  void Finish() override {
    scenario_->Finish();
    if constexpr (kMayLoseWork<Scenario>) {
      scenario_->CheckNoLostWork(Scenario::kIdleGenerations);
    }
    scenario_ = nullptr;
    storage_.Destroy();
  }
  void Abandon() override {
    scenario_ = nullptr;
    storage_.Forget();
  }
  std::string Describe(const void* object) const override {
    return scenario_ == nullptr ? std::string() : scenario_->Describe(object);
  }

 private:
  static constexpr std::size_t kStorageBytes = std::size_t{256} << 10;

  ModelOptions options_;
  std::vector<std::byte> bytes_ = std::vector<std::byte>(kStorageBytes);
  core::ExecutionStorage storage_{bytes_};
  Scenario* scenario_ = nullptr;
};

template <class Scenario>
Model ModelOf() {
  Model model = {std::string(PrefixOf(Scenario::kRevision)) + std::string(Scenario::kName),
                 std::string(Scenario::kShows),
                 Scenario::kLayout,
                 Scenario::kRevision,
                 Scenario::kThreads,
                 [](const ModelOptions& options) -> std::unique_ptr<checker::Program> {
                   return std::make_unique<ScenarioProgram<Scenario>>(options);
                 }};
  if constexpr (kIsWatched<Scenario>) {
    model.oracles = Scenario::kOracles;
  }
  if constexpr (kMayLoseWork<Scenario>) {
    model.idle_generations = Scenario::kIdleGenerations;
  }
  return model;
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_SCENARIO_PROGRAM_H_
