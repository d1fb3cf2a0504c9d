// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/litmus_tests.h"
#include "heddle/run.h"
#include "heddle/search.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using checker::CheckOptions;
using checker::ResultEntry;
using checker::StrategyName;

std::string_view NameOf(ResultEntry::Kind kind) {
  return kind == ResultEntry::Kind::kModel     ? "model"
         : kind == ResultEntry::Kind::kFault   ? "fault"
         : kind == ResultEntry::Kind::kFinding ? "finding"
                                               : "control";
}

void PrintLine(const ResultEntry& entry, std::string_view outcome) {
  const checker::CheckResult& check = entry.check;
  fmt::print("  {:<7} {:<29} {:<22} {:<23} {:>7} {:<10} {:>6} blocked {:>7.2f} s{}\n",
             NameOf(entry.kind), entry.name, outcome, HowFar(check), check.executions,
             check.executions == 1 ? "execution" : "executions", check.blocked, check.seconds,
             entry.without.empty() ? "" : fmt::format("  (without {})", entry.without));
  std::fflush(stdout);
}

void RunModels(const CheckOptions& check, const RunOptions& options, const RevisionFilter& filter,
               TraceFolder& traces, Collector& collector) {
  for (const models::Model& model : models::Models()) {
    if (!filter.Admits(model)) {
      continue;
    }
    const Subject subject = {.model = &model, .fault = nullptr, .oracles = {}};
    ResultEntry entry = RunSubject(subject, check, options);
    PrintLine(entry, Name(entry.check.verdict()));
    KeepTraces(subject, check, traces, entry);
    for (std::size_t i = 0; i < entry.check.violations.size(); ++i) {
      const std::string& file = entry.trace_files[i];
      fmt::print("         {}\n         see: heddle {}\n", MessageOf(entry.check.violations[i]),
                 file.empty() ? fmt::format("check {} --strategy {}", model.name,
                                            ToString(entry.check.strategy))
                              : "replay " + file);
    }
    collector.Add(std::move(entry));
  }
}

std::string_view OutcomeOf(const ResultEntry& entry) {
  if (entry.kind == ResultEntry::Kind::kFault) {
    return entry.AsExpected() ? "found:" : "NOT FOUND:";
  }
  return entry.AsExpected() ? "reproduced:" : "NOT REPRODUCED:";
}

// That a fault is found is no news; its trace is kept on request. The same goes for a finding.
void RunFaults(const std::vector<models::Fault>& faults, const RunOptions& options,
               const RevisionFilter& filter, TraceFolder& traces, Collector& collector) {
  const CheckOptions limits = options.Limits();
  const bool keep_all_traces = !options.trace_folder.empty();
  for (const models::Fault& fault : faults) {
    if (!filter.Admits(fault)) {
      continue;
    }
    for (const models::Expectation& expectation : fault.expectations) {
      ResultEntry entry = RunFault(fault, expectation, limits);
      PrintLine(entry, fmt::format("{} {}", OutcomeOf(entry), Name(entry.check.verdict())));
      if (keep_all_traces || !entry.AsExpected()) {
        KeepTraces(SubjectOf(fault, expectation), limits, traces, entry);
      }
      collector.Add(std::move(entry));
    }
  }
}

// A control that is blamed is worth a trace, like a model that fails.
void RunControls(const CheckOptions& check, const RunOptions& options, const RevisionFilter& filter,
                 TraceFolder& traces, Collector& collector) {
  for (const models::Fault& control : models::Controls()) {
    if (!filter.Admits(control)) {
      continue;
    }
    ResultEntry entry = RunControl(control, check, options);
    PrintLine(entry, entry.Undecided()    ? "undecided"
                     : entry.AsExpected() ? "silent"
                                          : fmt::format("BLAMED: {}", Name(entry.check.verdict())));
    KeepTraces(SubjectOf(control, control.expectations.front()), check, traces, entry);
    collector.Add(std::move(entry));
  }
}

// What the simulation is known to show, and not to, is as it was: one line, unless it is not.
void RunLitmusTests(const CheckOptions& limits, Collector& collector) {
  const std::vector<unsigned> depths = LitmusDepths(limits.strategy, 0);
  std::size_t tests = 0;
  std::size_t as_recorded = 0;
  double seconds = 0;
  for (const LitmusGroup& group : FindLitmusTests("", {})) {
    for (const litmus::LitmusTest& test : group.tests) {
      const litmus::Judgement judgement = JudgeNamed(test, limits, depths);
      ResultEntry entry = EntryFor(test, judgement);
      ++tests;
      as_recorded += entry.AsExpected() ? 1 : 0;
      seconds += entry.check.seconds;
      if (!entry.AsExpected() && !entry.Undecided()) {
        fmt::print("  litmus {:<27} NOT AS RECORDED: {}\n         see: heddle litmus '{}'\n",
                   entry.name, fmt::join(judgement.differences, "; "), entry.name);
      }
      collector.Add(std::move(entry));
    }
  }
  fmt::print("  litmus {} of {} as recorded, {:.2f} s: see docs/memory-model.md\n", as_recorded,
             Count(tests, "test"), seconds);
}

struct Tally {
  int as_expected = 0;
  int undecided = 0;
  int violated = 0;  // or, of a fault, not found

  int Total() const { return as_expected + undecided + violated; }
};

Tally CountOf(const checker::Report& report, ResultEntry::Kind kind) {
  Tally tally;
  for (const ResultEntry& entry : report.entries) {
    if (entry.kind == kind) {
      ++(entry.Undecided()    ? tally.undecided
         : entry.AsExpected() ? tally.as_expected
                              : tally.violated);
    }
  }
  return tally;
}

std::string ShownOfModels(const Tally& models, const StrategyName& strategy) {
  if (models.violated > 0) {
    return "Shown: the design, or a model of it, is broken; see above.";
  }
  if (models.undecided > 0) {
    return fmt::format("Nothing is shown about {} whose search a limit ended.",
                       Count(static_cast<std::uint64_t>(models.undecided), "model"));
  }
  if (strategy.HasBound()) {
    return fmt::format("Shown: no interleaving of these models with at most {} breaks the design.",
                       Count(strategy.number, "preemption"));
  }
  if (strategy.IsSampling()) {
    return "Shown: none of the sampled interleavings of these models breaks the design.";
  }
  if (strategy.IsRelacys()) {
    return "Verified, for these models: no interleaving that Relacy's full search explores breaks "
           "the design.";
  }
  return "Verified, for these models: no interleaving breaks the design.";
}

void PrintFindings(const Tally& findings) {
  const int total = findings.Total();
  if (total > 0) {
    fmt::print("{} reproduced: properties that a design as shipped does not have.\n",
               findings.as_expected == total
                   ? Count(static_cast<std::uint64_t>(total), "finding")
                   : fmt::format("{} of {} findings", findings.as_expected, total));
  }
}

std::string Undecided(const Tally& tally) {
  return tally.undecided == 0 ? "" : fmt::format(" ({} undecided)", tally.undecided);
}

void PrintControls(const Tally& controls) {
  if (controls.Total() > 0) {
    fmt::print("{} of {} silent{}: changes that the design tolerates.\n", controls.as_expected,
               Count(static_cast<std::uint64_t>(controls.Total()), "control"), Undecided(controls));
  }
}

void PrintConclusion(const checker::Report& report, const CheckOptions& check) {
  const Tally models = CountOf(report, ResultEntry::Kind::kModel);
  const Tally faults = CountOf(report, ResultEntry::Kind::kFault);
  fmt::print(
      "\n{} of {} models passed{}{}.\n", models.as_expected, models.Total(), Undecided(models),
      faults.Total() == 0 ? ""
                          : fmt::format("; faults were found in {} of {} searches{}",
                                        faults.as_expected, faults.Total(), Undecided(faults)));
  PrintFindings(CountOf(report, ResultEntry::Kind::kFinding));
  PrintControls(CountOf(report, ResultEntry::Kind::kControl));
  fmt::print("{}\n", ShownOfModels(models, check.strategy));
  if (faults.as_expected == faults.Total() && faults.Total() > 0) {
    fmt::print("Shown: the oracles can tell, because each fault was found.\n");
  }
  const bool complete = !check.strategy.HasBound() && !check.strategy.IsSampling();
  fmt::print(
      "Not shown: {}larger heaps, other operations and more threads than the models have; and what "
      "the\nsimulation of the memory model leaves out, such as loads that see later stores or "
      "values more than {}.\n",
      complete ? "" : "other interleavings; ",
      check.simulation.history_depth == 1 || check.strategy.IsRelacys() ? "one store old"
                                                                        : "two stores old");
}

}  // namespace

ExitStatus Verify(const RunOptions& options) {
  const CheckOptions check = options.CheckWith({});
  const RevisionFilter filter(options.revision);
  RequirePossible(check.strategy, options);
  Collector collector(options);
  TraceFolder traces(options.trace_folder);
  if (check.strategy.IsSampling()) {
    fmt::print("seed {}\n", check.seed);
  }
  fmt::print("scavenger {}, models under {}, faults with as few preemptions as possible\n\n",
             filter.AdmitsAll() ? "R1 to R4" : options.revision, ToString(check.strategy));
  RunModels(check, options, filter, traces, collector);
  RunFaults(models::Faults(), options, filter, traces, collector);
  RunFaults(models::Findings(), options, filter, traces, collector);
  RunControls(check, options, filter, traces, collector);
  if (filter.AdmitsAll()) {
    RunLitmusTests(options.Limits(), collector);
  }
  PrintConclusion(collector.report(), check);
  return collector.Finish();
}

}  // namespace heddle::program
