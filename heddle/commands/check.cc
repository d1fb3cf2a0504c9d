// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/run.h"
#include "heddle/search.h"

namespace heddle::program {
namespace {

using checker::ResultEntry;

// "pass, exhausted", "race, with 1 preemption", or the verdicts of all violations and how far the
// search for them went.
std::string Verdicts(const checker::CheckResult& result, bool all_violations) {
  if (!all_violations || result.violations.empty()) {
    return fmt::format("{}, {}", Name(result.verdict()), HowFar(result));
  }
  std::vector<std::string> violations;
  violations.reserve(result.violations.size());
  for (const checker::Violation& violation : result.violations) {
    violations.push_back(fmt::format("{} with {}", Name(violation.verdict),
                                     Count(violation.preemptions, "preemption")));
  }
  return fmt::format("{}, {}", fmt::join(violations, ", "), Extent(result));
}

std::vector<Subject> SubjectsOf(const std::vector<std::string>& models, const std::string& fault,
                                const RunOptions& options) {
  const models::Fault* const applied = fault.empty() ? nullptr : &FaultNamed(fault);
  std::vector<Subject> subjects;
  subjects.reserve(models.size());
  for (const std::string& name : models) {
    const models::Model& model = ModelNamed(name);
    subjects.push_back({.model = &model,
                        .fault = applied,
                        .oracles = options.Oracles(),
                        .repaired = RepairedNamed(options.repairs)});
    RequireApplicable(subjects.back());
  }
  return subjects;
}

}  // namespace

ExitStatus CheckModels(const std::vector<std::string>& models, const std::string& fault,
                       const RunOptions& options) {
  const checker::CheckOptions check = options.CheckWith({});
  const std::vector<Subject> subjects = SubjectsOf(models, fault, options);
  for (const Subject& subject : subjects) {
    RequirePossible(WithinBoundOf(*subject.model, check, options).strategy, options);
  }
  if (subjects.size() > 1 && !(options.checkpoint.empty() && options.resume.empty())) {
    throw UsageError("expected one model with --checkpoint or --resume");
  }
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  if (check.strategy.IsSampling()) {
    fmt::print("seed {}\n", check.seed);
  }
  for (const Subject& subject : subjects) {
    const checker::CheckOptions within = WithinBoundOf(*subject.model, check, options);
    ResultEntry entry = RunSubject(subject, within, options);
    KeepTraces(subject, within, traces, entry);
    PrintViolations(entry, options);
    fmt::print("{}: {}, {}\n", AsExplored(entry), Verdicts(entry.check, check.all_violations),
               HowMuch(entry.check));
    collector.Add(std::move(entry));
  }
  return collector.Finish();
}

}  // namespace heddle::program
