// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "checker/report/message.h"
#include "checker/search/strategy_name.h"
#include "heddle/commands/commands.h"
#include "heddle/near_names.h"
#include "heddle/subject.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

void ListModels(const std::vector<models::Model>& models, const RevisionFilter& filter) {
  for (const models::Model& model : models) {
    if (filter.Admits(model)) {
      fmt::print("  {}  ({}{}{})\n      {}\n", model.name,
                 model.revision ? fmt::format("{}, ", RevisionOf(model)) : "",
                 model.layout.empty() ? "" : fmt::format("heap {}, ", model.layout),
                 checker::Count(static_cast<std::uint64_t>(model.threads), "thread"), model.shows);
    }
  }
}

void ListFaults(const std::vector<models::Fault>& faults, const RevisionFilter& filter) {
  for (const models::Fault& fault : faults) {
    if (filter.Admits(fault)) {
      fmt::print("  {}  (in {})\n      {}: {}\n", fault.name, fault.model, fault.change,
                 fault.goes_wrong);
    }
  }
}

void ListFindings(const RevisionFilter& filter) {
  ListFaults(models::Findings(), filter);
  fmt::print("  their models\n");
  ListModels(models::DemandingModels(), filter);
}

void ListStrategies() {
  for (const checker::StrategyDescription& strategy : checker::StrategyDescriptions()) {
    fmt::print("  {:<16}{}\n", strategy.name, strategy.sentence);
  }
}

}  // namespace

ExitStatus List(const std::string& what, const std::string& revision) {
  const RevisionFilter filter(revision);
  const std::vector<std::pair<std::string, std::function<void()>>> lists = {
      {"models", [&] { ListModels(models::Models(), filter); }},
      {"workloads", [&] { ListModels(models::Workloads(), filter); }},
      {"faults", [&] { ListFaults(models::Faults(), filter); }},
      {"findings", [&] { ListFindings(filter); }},
      {"controls", [&] { ListFaults(models::Controls(), filter); }},
      {"strategies", ListStrategies}};
  std::vector<std::string> names;
  bool found = false;
  for (const auto& [name, list] : lists) {
    names.push_back(name);
    if (what.empty() || what == name) {
      fmt::print("{}\n", name);
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
