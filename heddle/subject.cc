// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/subject.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/protocol/questions.h"
#include "heddle/exit_status.h"
#include "heddle/near_names.h"
#include "heddle/oracle_names.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

// What a name may have been meant for that is spelled out, or lacks the word in front.
std::vector<std::string> NearChanges(std::string_view name) {
  const std::size_t colon = name.find(':');
  std::vector<std::string> near;
  if (colon != std::string_view::npos) {
    near = NearNames(name, NamesOf(models::SingleChanges()));
  }
  if (near.empty()) {
    const std::string_view bare = name.substr(colon + 1);  // all of it without a colon
    for (const core::QuestionText& text : core::kQuestions) {
      if (near.size() < 3 && !NearNames(bare, {std::string(text.name)}).empty()) {
        near.emplace_back(models::ChangeOf(text.question).name);
      }
    }
  }
  return near;
}

// Whether the design is as shipped again in something that the fault changes.
bool Undoes(const models::Fault& repaired, const models::Fault& fault) {
  models::Fault both = fault;
  both.apply = [&](core::TunableProtocol& protocol) {
    fault.apply(protocol);
    repaired.repair(protocol);
  };
  return models::ChangesOf(both) != models::ChangesOf(fault);
}

void RequireChange(const models::Fault& fault, const models::Model& model) {
  const bool is_a_finding = fault.kind == models::Fault::Kind::kFinding;
  if (is_a_finding && fault.model != model.name && models::ChangesOf(fault).empty()) {
    throw UsageError(
        fmt::format("'{}' changes nothing, and is of model {} alone", fault.name, fault.model));
  }
}

void RequireRepair(const models::Fault& repaired, const Subject& subject) {
  const std::string revision = RevisionOf(ModelNamed(repaired.model));
  const std::string found = RevisionOf(*subject.model);
  if (!revision.empty() && revision != found) {
    throw UsageError(fmt::format("the repair of '{}' is for models of {}, and '{}' is of {}",
                                 repaired.name, revision, subject.model->name,
                                 found.empty() ? "none" : found));
  }
  if (&repaired == subject.fault) {
    return;
  }
  if (subject.fault != nullptr && Undoes(repaired, *subject.fault)) {
    throw UsageError(
        fmt::format("the repair of '{}' undoes '{}'", repaired.name, subject.fault->name));
  }
  if (Undoes(repaired, repaired)) {
    throw UsageError(
        fmt::format("the repair of '{0}' is as shipped without --fault {0}", repaired.name));
  }
}

}  // namespace

const models::Model& ModelNamed(std::string_view name) {
  if (const models::Model* const model = models::FindModel(name)) {
    return *model;
  }
  std::vector<std::string> names = NamesOf(models::Models());
  for (const auto* const more : {&models::Compositions(), &models::DemandingModels()}) {
    for (const models::Model& model : *more) {
      names.push_back(model.name);
    }
  }
  if (NearNames(name, names).empty()) {
    names = NamesOf(models::Workloads());
  }
  if (NearNames(name, names).empty()) {  // a list of them all would be long
    throw UsageError(fmt::format("unknown model '{}'; see heddle list models", name));
  }
  throw UsageError(UnknownName("model", name, names));
}

const models::Fault& FaultNamed(std::string_view name) {
  if (const models::Fault* const fault = models::FindFault(name)) {
    return *fault;
  }
  std::vector<std::string> names = NamesOf(models::Faults());
  for (const std::vector<models::Fault>* others : {&models::Findings(), &models::Controls()}) {
    for (const models::Fault& other : *others) {
      names.emplace_back(other.name);
    }
  }
  const bool is_a_change = name.find(':') != std::string_view::npos;
  if (!is_a_change && !NearNames(name, names).empty()) {
    throw UsageError(UnknownName("fault", name, names));
  }
  const std::vector<std::string> changes = NearChanges(name);
  if (!changes.empty()) {
    throw UsageError(
        fmt::format("unknown fault '{}'; did you mean {}?", name, fmt::join(changes, " or ")));
  }
  if (is_a_change) {  // a list of them all would be long
    throw UsageError(fmt::format("unknown fault '{}'; see heddle list decisions", name));
  }
  throw UsageError(UnknownName("fault", name, names, "heddle list faults"));
}

std::vector<const models::Fault*> RepairedNamed(const std::vector<std::string>& names) {
  std::vector<std::string> possible;
  for (const models::Fault& finding : models::Findings()) {
    if (finding.repair != nullptr) {
      possible.emplace_back(finding.name);
    }
  }
  for (const std::string& name : names) {
    if (std::ranges::find(possible, name) == possible.end()) {
      throw UsageError(UnknownName("repaired finding", name, possible, "heddle list findings"));
    }
  }
  std::vector<const models::Fault*> repaired;
  for (const models::Fault& finding : models::Findings()) {
    if (std::ranges::find(names, finding.name) != names.end()) {
      repaired.push_back(&finding);
    }
  }
  return repaired;
}

void RequireNoWorkload(const models::Model& model, std::string_view what) {
  for (const models::Model& workload : models::Workloads()) {
    if (workload.name == model.name) {
      throw UsageError(
          fmt::format("{} is for models of the heap, which '{}' is not", what, model.name));
    }
  }
}

void RequireApplicable(const Subject& subject) {
  if (subject.fault != nullptr || !subject.repaired.empty()) {
    RequireNoWorkload(*subject.model, subject.fault != nullptr ? "--fault" : "--repair");
  }
  if (subject.fault != nullptr) {
    RequireChange(*subject.fault, *subject.model);
  }
  for (const models::Fault* const repaired : subject.repaired) {
    RequireRepair(*repaired, subject);
  }
}

std::string RevisionOf(const models::Model& model) {
  return model.revision ? Name(*model.revision) : "";
}

RevisionFilter::RevisionFilter(const std::string& name) : name_(name) {
  using enum core::Revision;
  std::vector<std::string> names;
  for (const core::Revision revision : {kR1, kR2, kR3, kR4}) {
    names.emplace_back(Name(revision));
  }
  if (!name.empty() && std::ranges::find(names, name) == names.end()) {
    throw UsageError(
        fmt::format("unknown revision '{}'; expected one of {}", name, fmt::join(names, ", ")));
  }
}

bool RevisionFilter::Admits(const models::Model& model) const {
  return AdmitsAll() || RevisionOf(model) == name_;
}

bool RevisionFilter::Admits(const models::Fault& fault) const {
  return Admits(ModelNamed(fault.model));
}

std::unique_ptr<checker::Program> Subject::Make() const {
  models::ModelOptions options;
  if (fault != nullptr) {
    fault->apply(options.protocol);
  }
  for (const models::Fault* const finding : repaired) {
    finding->repair(options.protocol);
  }
  options.oracles = oracles;
  return model->make(options);
}

checker::TraceFile::Subject Subject::Description() const {
  std::vector<std::string> repairs;
  repairs.reserve(repaired.size());
  for (const models::Fault* const finding : repaired) {
    repairs.emplace_back(finding->name);
  }
  return {.file = "",
          .name = std::string(model->name),
          .fault = std::string(fault == nullptr ? "" : fault->name),
          .revision = RevisionOf(*model),
          .layout = std::string(model->layout),
          .without = NamesOfThoseOff(oracles),
          .repairs = std::move(repairs),
          .threads = model->threads};
}

Subject SubjectOf(const checker::TraceFile::Subject& description) {
  if (!description.file.empty()) {
    throw UsageError(fmt::format("expected a trace of a model, found one of the program '{}' of {}",
                                 description.name, description.file));
  }
  const Subject subject = {
      .model = &ModelNamed(description.name),
      .fault = description.fault.empty() ? nullptr : &FaultNamed(description.fault),
      .oracles = OraclesWithout(description.without),
      .repaired = RepairedNamed(description.repairs)};
  const checker::TraceFile::Subject here = subject.Description();
  const auto require = [&](bool same, std::string_view what, const auto& expected,
                           const auto& found) {
    if (!same) {
      throw UsageError(fmt::format("expected model {} to have {} '{}' as here, found '{}'",
                                   here.name, what, expected, found));
    }
  };
  require(description.revision == here.revision, "revision", here.revision, description.revision);
  require(description.layout == here.layout, "layout", here.layout, description.layout);
  require(description.threads == here.threads, "threads", here.threads, description.threads);
  return subject;
}

}  // namespace heddle::program
