// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/subject.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "heddle/exit_status.h"
#include "heddle/near_names.h"
#include "heddle/oracle_names.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {

const models::Model& ModelNamed(std::string_view name) {
  if (const models::Model* const model = models::FindModel(name)) {
    return *model;
  }
  const std::vector<std::string> names = NamesOf(models::Models());
  const std::vector<std::string> workloads = NamesOf(models::Workloads());
  const bool is_near_a_workload =
      NearNames(name, names).empty() && !NearNames(name, workloads).empty();
  throw UsageError(UnknownName("model", name, is_near_a_workload ? workloads : names));
}

const models::Fault& FaultNamed(std::string_view name) {
  if (const models::Fault* const fault = models::FindFault(name)) {
    return *fault;
  }
  throw UsageError(UnknownName("fault", name, NamesOf(models::Faults())));
}

std::unique_ptr<checker::Program> Subject::Make() const {
  models::ModelOptions options;
  if (fault != nullptr) {
    fault->apply(options.protocol);
  }
  options.oracles = oracles;
  return model->make(options);
}

checker::TraceFile::Subject Subject::Description() const {
  return {.file = "",
          .name = std::string(model->name),
          .fault = std::string(fault == nullptr ? "" : fault->name),
          .revision = model->layout.empty() ? "" : kRevision,
          .layout = std::string(model->layout),
          .without = NamesOfThoseOff(oracles),
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
      .oracles = OraclesWithout(description.without)};
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
