// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "checker/report/message.h"
#include "checker/search/strategy_name.h"
#include "heddle/commands/commands.h"
#include "heddle/near_names.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

void ListModel(const models::Model& model) {
  fmt::print("  {}  ({}{})\n      {}\n", model.name,
             model.layout.empty() ? "" : fmt::format("heap {}, ", model.layout),
             checker::Count(static_cast<std::uint64_t>(model.threads), "thread"), model.shows);
}

void ListModels() {
  fmt::print("models\n");
  for (const models::Model& model : models::Models()) {
    ListModel(model);
  }
}

void ListWorkloads() {
  fmt::print("workloads\n");
  for (const models::Model& model : models::Workloads()) {
    ListModel(model);
  }
}

void ListFaults() {
  fmt::print("faults\n");
  for (const models::Fault& fault : models::Faults()) {
    fmt::print("  {}  (in {})\n      {}: {}\n", fault.name, fault.model, fault.change,
               fault.goes_wrong);
  }
}

void ListStrategies() {
  fmt::print("strategies\n");
  for (const checker::StrategyDescription& strategy : checker::StrategyDescriptions()) {
    fmt::print("  {:<16}{}\n", strategy.name, strategy.sentence);
  }
}

}  // namespace

ExitStatus List(const std::string& what) {
  const std::vector<std::pair<std::string, std::function<void()>>> lists = {
      {"models", ListModels},
      {"workloads", ListWorkloads},
      {"faults", ListFaults},
      {"strategies", ListStrategies}};
  std::vector<std::string> names;
  bool found = false;
  for (const auto& [name, list] : lists) {
    names.push_back(name);
    if (what.empty() || what == name) {
      list();
      found = true;
    }
  }
  if (!found) {
    throw UsageError(UnknownName("list", what, names));
  }
  return kAsExpected;
}

}  // namespace heddle::program
