// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <memory>
#include <utility>

#include "checker/process/shell_quoted.h"
#include "checker/search/errors.h"
#include "checker/search/limits.h"
#include "checker/trace/build_id.h"
#include "heddle/again.h"
#include "heddle/build_info.h"
#include "heddle/search.h"
#include "models/oracle_list.h"

namespace heddle::program {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::ResultEntry;
using checker::Verdict;

// A fault that needs more than this to show itself is not one of this catalogue's.
constexpr unsigned kMaxPreemptions = 2;

// Runs a search with the oracles of its subject.
template <class Search>
CheckResult Explore(const Subject& subject, const CheckOptions& options, Search search) {
  CheckOptions with_oracles = options;
  models::SwitchChecks(subject.oracles, with_oracles.simulation);
  const std::unique_ptr<checker::Program> program = subject.Make();
  try {
    return search(*program, with_oracles);
  } catch (const checker::NotDeterministic& error) {
    throw checker::NotDeterministic(
        fmt::format("nothing can be said about {}: {}", subject.model->name, error.what()));
  }
}

}  // namespace

ResultEntry EntryFor(const Subject& subject) {
  return {.kind = ResultEntry::Kind::kModel,
          .name = std::string(subject.model->name),
          .model = std::string(subject.model->name),
          .fault = std::string(subject.fault == nullptr ? "" : subject.fault->name),
          .revision = subject.Description().revision,
          .without = models::Without(subject.oracles),
          .repairs = subject.Description().repairs,
          .expected = {Verdict::kPass},
          .check = {},
          .trace_files = {}};
}

ResultEntry RunSubject(const Subject& subject, const CheckOptions& options, const RunOptions& how) {
  ResultEntry entry = EntryFor(subject);
  entry.check =
      Explore(subject, options, [&](checker::Program& program, const CheckOptions& with_oracles) {
        return Search(subject, program, with_oracles, how);
      });
  return entry;
}

Subject SubjectOf(const models::Fault& fault, const models::Expectation& expectation) {
  return {.model = &ModelNamed(fault.model),
          .fault = &fault,
          .oracles = expectation.oracles,
          .repaired = {}};
}

ResultEntry RunFault(const models::Fault& fault, const models::Expectation& expectation,
                     const CheckOptions& limits, const RunOptions& how) {
  const Subject subject = SubjectOf(fault, expectation);
  ResultEntry entry = EntryFor(subject);
  entry.kind = fault.kind == models::Fault::Kind::kFault ? ResultEntry::Kind::kFault
                                                         : ResultEntry::Kind::kFinding;
  entry.name = fault.name;
  entry.expected = expectation.verdicts;
  entry.check =
      Explore(subject, limits, [&](checker::Program& program, const CheckOptions& options) {
        ProgressLine progress(entry.name, how);
        return checker::CheckWithFewestPreemptions(program, kMaxPreemptions, options, &progress);
      });
  return entry;
}

ResultEntry RunControl(const models::Fault& control, const CheckOptions& options,
                       const RunOptions& how) {
  ResultEntry entry = RunSubject(SubjectOf(control, control.expectations.front()), options, how);
  entry.kind = ResultEntry::Kind::kControl;
  entry.name = control.name;
  return entry;
}

Subject RepairedSubjectOf(const models::Fault& finding) {
  Subject subject = SubjectOf(finding, {});
  subject.repaired = {&finding};
  return subject;
}

ResultEntry RunRepaired(const models::Fault& finding, const CheckOptions& options,
                        const RunOptions& how) {
  ResultEntry entry = RunSubject(RepairedSubjectOf(finding), options, how);
  entry.kind = ResultEntry::Kind::kFinding;
  entry.name = finding.name;
  return entry;
}

std::string AsExplored(const ResultEntry& entry) {
  return fmt::format("{}{}{}{}{}", entry.name,
                     entry.fault.empty() || entry.fault == entry.name ? "" : " with " + entry.fault,
                     entry.repairs.empty() ? "" : " repaired of ",
                     fmt::join(entry.repairs, " and "),
                     entry.without.empty() ? "" : " without " + entry.without);
}

std::string WhatWasExplored(const ResultEntry& entry) {
  return entry.model + (entry.fault.empty() ? "" : " with " + entry.fault);
}

void KeepTraces(const Subject& subject, const CheckOptions& options, TraceFolder& folder,
                ResultEntry& entry) {
  for (const checker::Violation& violation : entry.check.violations) {
    checker::TraceFile trace = {.build = checker::BuildId(),
                                .subject = subject.Description(),
                                .simulation = options.simulation,
                                .strategy = entry.check.strategy,
                                .seed = {},
                                .violation = violation};
    trace.violation.message = MessageOf(violation);
    models::SwitchChecks(subject.oracles, trace.simulation);
    if (trace.strategy.IsRelacys()) {
      trace.simulation.history_depth = 1;  // whatever was asked for: Relacy has its own
    }
    if (trace.strategy.IsSampling()) {
      trace.seed = options.seed;
    }
    entry.trace_files.push_back(folder.Write(trace));
  }
}

void PrintViolations(const ResultEntry& entry, const RunOptions& options) {
  for (std::size_t i = 0; i < entry.check.violations.size(); ++i) {
    const std::string file = i < entry.trace_files.size() ? entry.trace_files[i] : std::string();
    if (!options.quiet) {
      const checker::Violation& violation = entry.check.violations[i];
      fmt::print("{}\n", checker::FormatInterleaving(
                             violation, options.Interleaving(violation.counterexample, file)));
    }
    if (!file.empty()) {
      fmt::print("trace: {}\nagain: heddle replay {}\n", file, checker::ShellQuotedPath(file));
    }
  }
}

Collector::Collector(const RunOptions& options) : files_(options), options_(options) {
  report_.version = kVersion;
  report_.commit = kCommit;
  report_.compiler = kCompiler;
  report_.relacy = kRelacy;
  report_.options = options.command_line;
  report_.environment = options.environment;
}

void Collector::Add(ResultEntry entry) {
  if (entry.check.strategy.IsSampling()) {
    report_.seed = options_.seed;
  }
  report_.entries.push_back(std::move(entry));
}

ExitStatus Collector::Finish(std::optional<ExitStatus> status) {
  EndWith(ShownBy(report_, options_));
  for (const ResultEntry& entry : report_.entries) {
    for (const std::string& lost : entry.check.lost) {
      std::fputs(fmt::format("heddle: {}: {}\n", entry.name, lost).c_str(), stderr);
    }
  }
  report_.interrupted = checker::stop_requested != 0;
  const ExitStatus all_told = status.value_or(WorstStatus());
  files_.Write(report_, all_told);
  return all_told;
}

ExitStatus Collector::WorstStatus() const {
  ExitStatus status = checker::stop_requested != 0 ? kUndecided : kAsExpected;
  for (const ResultEntry& entry : report_.entries) {
    if (!entry.check.lost.empty()) {
      return kNoResult;
    }
    if (entry.Undecided()) {
      status = status == kAsExpected ? kUndecided : status;
    } else if (!entry.AsExpected()) {
      status = kViolation;
    }
  }
  return status;
}

}  // namespace heddle::program
