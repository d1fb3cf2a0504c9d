// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "checker/report/message.h"
#include "checker/search/strategy_name.h"
#include "core/protocol/questions.h"
#include "heddle/commands/commands.h"
#include "heddle/near_names.h"
#include "heddle/subject.h"
#include "models/compositions/composition.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"
#include "models/operations/operation.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

// What a model demands of work that is left over.
std::string IdleGenerationsOf(const models::Model& model) {
  if (!model.idle_generations) {
    return "";
  }
  return *model.idle_generations == 0
             ? "      in the generation that they leave behind, all that is free is released\n"
             : fmt::format("      after {}, all that is free is released\n",
                           checker::Count(*model.idle_generations, "idle generation"));
}

// "R1 R2, R4: allocate-allocate": the revisions that have a model of the composition, and where one
// written by hand is in its place, that one's name. Empty: none that the filter admits.
std::string ModelsOf(const models::Composition& composition, const RevisionFilter& filter) {
  using enum core::Revision;
  std::string composed;
  std::string written;
  for (const core::Revision revision : {kR1, kR2, kR3, kR4}) {
    const std::string by_hand = WrittenModelOf(composition, revision);
    const models::Model* const model =
        models::FindModel(by_hand.empty() ? NameOf(composition, revision) : by_hand);
    if (model == nullptr || !filter.Admits(*model)) {
      continue;
    }
    if (by_hand.empty()) {
      composed += (composed.empty() ? "" : " ") + RevisionOf(*model);
    } else {
      written += (written.empty() ? "" : ", ") + by_hand;
    }
  }
  return written.empty() ? composed : composed + (composed.empty() ? "as " : "; as ") + written;
}

std::string RemarksOn(const models::Composition& composition) {
  std::string remarks;
  if (composition.idle_in_r4.count > 1) {
    remarks += fmt::format(", {} idle generations in R4: {}", composition.idle_in_r4.count,
                           composition.idle_in_r4.finding);
  }
  if (composition.bound > 0) {
    remarks += fmt::format(", deep: within {}", checker::Count(composition.bound, "preemption"));
  } else if (composition.lane == models::Lane::kDeep) {
    remarks += ", deep";
  }
  return remarks;
}

// Where the filter admits nothing, an empty list would leave one to wonder.
template <class Entries>
void PrintNoneUnlessAny(const Entries& entries, const RevisionFilter& filter) {
  if (std::ranges::none_of(entries, [&](const auto& entry) { return filter.Admits(entry); })) {
    fmt::print("  none\n");
  }
}

void ListModels(const std::vector<models::Model>& models, const RevisionFilter& filter) {
  PrintNoneUnlessAny(models, filter);
  for (const models::Model& model : models) {
    if (filter.Admits(model)) {
      fmt::print("  {}  ({}{}{})\n      {}\n{}", model.name,
                 model.revision ? fmt::format("{}, ", RevisionOf(model)) : "",
                 model.layout.empty() ? "" : fmt::format("heap {}, ", model.layout),
                 checker::Count(static_cast<std::uint64_t>(model.threads), "thread"), model.shows,
                 IdleGenerationsOf(model));
    }
  }
}

// Each in one line, whatever the revisions that it is there for. What the operations do is in the
// list of operations.
void ListCompositions(const RevisionFilter& filter) {
  fmt::print(
      "  operations side by side, a thread each; in R1 their names begin with r1/, and so on\n");
  for (const auto* const compositions : {&models::Pairs(), &models::LargerCompositions()}) {
    for (const models::Composition& composition : *compositions) {
      const std::string models = ModelsOf(composition, filter);
      if (!models.empty()) {
        fmt::print("  {}  (heap {}{}): {}\n", NameOf(composition, core::Revision::kR4),
                   composition.layout, RemarksOn(composition), models);
      }
    }
  }
}

void ListOperations() {
  for (const models::OperationId id : models::kOperations) {
    const models::Operation& operation = models::OperationOf(id);
    fmt::print("  {:<23} {}{}\n", operation.name, operation.does,
               operation.since == core::Revision::kR1
                   ? ""
                   : fmt::format(" (since {})", Name(operation.since)));
  }
}

void ListFaults(const std::vector<models::Fault>& faults, const RevisionFilter& filter) {
  PrintNoneUnlessAny(faults, filter);
  for (const models::Fault& fault : faults) {
    if (filter.Admits(fault)) {
      fmt::print("  {}  (in {})\n      {}: {}\n", fault.name, fault.model, fault.change,
                 fault.goes_wrong);
      for (const models::Change& change : models::ChangesOf(fault)) {
        fmt::print("      {}\n", NameOf(change));
      }
      if (fault.repair != nullptr) {
        fmt::print("      repaired: {}\n", fault.repaired_by);
      }
      if (!fault.reference.empty()) {
        fmt::print("      reference: {}\n", fault.reference);
      }
    }
  }
}

void ListFindings(const RevisionFilter& filter) {
  ListFaults(models::Findings(), filter);
  fmt::print("  their models\n");
  ListModels(models::DemandingModels(), filter);
}

void ListDecisions() {
  for (const core::QuestionText& text : core::kQuestions) {
    fmt::print("  {}\n      {}\n", models::ChangeOf(text.question).name, text.sentence);
  }
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
      {"models",
       [&] {
         ListModels(models::Models(), filter);
         ListCompositions(filter);
       }},
      {"operations", ListOperations},
      {"workloads", [&] { ListModels(models::Workloads(), filter); }},
      {"faults", [&] { ListFaults(models::Faults(), filter); }},
      {"findings", [&] { ListFindings(filter); }},
      {"controls", [&] { ListFaults(models::Controls(), filter); }},
      {"decisions", ListDecisions},
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
