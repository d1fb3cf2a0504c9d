// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/html/page.h"
#include "heddle/litmus_tests.h"
#include "heddle/run.h"
#include "heddle/search.h"
#include "heddle/verify_conclusion.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using checker::CheckOptions;
using checker::ResultEntry;
using checker::StrategyName;

std::string_view NameOf(const ResultEntry& entry) {
  switch (entry.kind) {
    case ResultEntry::Kind::kModel:
      return "model";
    case ResultEntry::Kind::kFault:
      return "fault";
    case ResultEntry::Kind::kFinding:
      return IsRepaired(entry) ? "repair" : "finding";
    default:
      return "control";
  }
}

void PrintLine(const ResultEntry& entry, std::string_view outcome) {
  const checker::CheckResult& check = entry.check;
  fmt::print("  {:<7} {:<49} {:<22} {:<23} {:>7} {:<10} {:>6} blocked {:>7.2f} s{}\n",
             NameOf(entry), entry.name, outcome, HowFar(check), check.executions,
             check.executions == 1 ? "execution" : "executions", check.blocked, check.seconds,
             entry.without.empty() ? "" : fmt::format("  (without {})", entry.without));
  std::fflush(stdout);
}

// Where the violations of what ought to pass can be seen.
void PrintViolations(const ResultEntry& entry, const std::string& command) {
  for (std::size_t i = 0; i < entry.check.violations.size(); ++i) {
    const std::string& file = entry.trace_files[i];
    fmt::print("         {}\n         see: heddle {}\n", MessageOf(entry.check.violations[i]),
               file.empty()
                   ? fmt::format("{} --strategy {}", command, ToString(entry.check.strategy))
                   : "replay " + file);
  }
}

ResultEntry RunModel(const models::Model& model, const CheckOptions& check,
                     const RunOptions& options, TraceFolder& traces) {
  const CheckOptions within = WithinBoundOf(model, check, options);
  const Subject subject = {.model = &model, .fault = nullptr, .oracles = {}, .repaired = {}};
  ResultEntry entry = RunSubject(subject, within, options);
  KeepTraces(subject, within, traces, entry);
  return entry;
}

void PrintModel(const ResultEntry& entry) {
  PrintLine(entry, Name(entry.check.verdict()));
  PrintViolations(entry, "check " + entry.name);
}

void RunModels(const CheckOptions& check, const RunOptions& options, const RevisionFilter& filter,
               TraceFolder& traces, Collector& collector) {
  for (const models::Model& model : models::Models()) {
    if (filter.Admits(model)) {
      ResultEntry entry = RunModel(model, check, options, traces);
      PrintModel(entry);
      collector.Add(std::move(entry));
    }
  }
}

// A line for each composition, of all its revisions together; one that has more to say, or belongs
// to the deep lane, has a line of its own.
class CompositionLines {
 public:
  CompositionLines() = default;
  CompositionLines(const CompositionLines&) = delete;
  CompositionLines& operator=(const CompositionLines&) = delete;
  ~CompositionLines() { Print(); }

  void Add(const models::Model& model, const ResultEntry& entry) {
    const std::string_view title =
        std::string_view(model.name).substr(models::PrefixOf(model.revision).size());
    if (title != together_.name) {
      Print();
      together_.name = title;
    }
    if (!entry.AsExpected() || model.lane == models::Lane::kDeep) {
      PrintModel(entry);
      return;
    }
    together_.check.strategy = entry.check.strategy;
    together_.check.exhausted = entry.check.exhausted;
    together_.check.executions += entry.check.executions;
    together_.check.blocked += entry.check.blocked;
    together_.check.seconds += entry.check.seconds;
    revisions_.insert(revisions_.begin(), RevisionOf(model));
  }

 private:
  void Print() {
    if (!revisions_.empty()) {
      PrintLine(together_, fmt::format("pass {}", fmt::join(revisions_, " ")));
    }
    together_ = {};
    revisions_.clear();
  }

  ResultEntry together_;
  std::vector<std::string> revisions_;
};

void RunCompositions(const CheckOptions& check, const RunOptions& options,
                     const RevisionFilter& filter, TraceFolder& traces, Collector& collector) {
  // Their sizes are for the search that runs each trace once.
  if (check.strategy.kind != StrategyName::Kind::kDpor && !options.deep) {
    fmt::print("  compositions are left out: they are for dpor, or for --deep\n");
    return;
  }
  CompositionLines lines;
  for (const models::Model& model : models::Compositions()) {
    if (filter.Admits(model) && (options.deep || model.lane == models::Lane::kQuick)) {
      ResultEntry entry = RunModel(model, check, options, traces);
      lines.Add(model, entry);
      collector.Add(std::move(entry));
    }
  }
}

std::string_view OutcomeOf(const ResultEntry& entry) {
  if (entry.kind == ResultEntry::Kind::kFault) {
    return entry.AsExpected() ? "found:" : "NOT FOUND:";
  }
  return entry.AsExpected() ? "reproduced:" : "NOT REPRODUCED:";
}

// Its model, which fails without it.
void RunRepair(const models::Fault& finding, const CheckOptions& check, const RunOptions& options,
               TraceFolder& traces, Collector& collector) {
  ResultEntry entry = RunRepaired(finding, check, options);
  PrintLine(entry, entry.Undecided() ? "undecided"
                   : entry.AsExpected()
                       ? "holds"
                       : fmt::format("DOES NOT HOLD: {}", Name(entry.check.verdict())));
  KeepTraces(RepairedSubjectOf(finding), check, traces, entry);
  PrintViolations(entry, fmt::format("check {} --fault {} --repair {}", finding.model, finding.name,
                                     finding.name));
  collector.Add(std::move(entry));
}

// That a fault is found is no news; its trace is kept on request. The same goes for a finding.
void RunFaults(const std::vector<models::Fault>& faults, const CheckOptions& check,
               const RunOptions& options, const RevisionFilter& filter, TraceFolder& traces,
               Collector& collector) {
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
    if (fault.repair != nullptr) {
      RunRepair(fault, check, options, traces, collector);
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

}  // namespace

ExitStatus Verify(const RunOptions& options) {
  const CheckOptions check = options.CheckWith({});
  const RevisionFilter filter(options.revision);
  RequirePossible(check.strategy, options);
  std::optional<OutputFile> page;
  if (!options.html.empty()) {
    page.emplace(options.html);
  }
  Collector collector(options);
  TraceFolder traces(options.trace_folder, "");
  if (check.strategy.IsSampling()) {
    fmt::print("seed {}\n", check.seed);
  }
  fmt::print("scavenger {}, models under {}, faults with as few preemptions as possible\n\n",
             filter.AdmitsAll() ? "R1 to R4" : options.revision, ToString(check.strategy));
  RunModels(check, options, filter, traces, collector);
  RunCompositions(check, options, filter, traces, collector);
  RunFaults(models::Faults(), check, options, filter, traces, collector);
  RunFaults(models::Findings(), check, options, filter, traces, collector);
  RunControls(check, options, filter, traces, collector);
  if (filter.AdmitsAll()) {
    RunLitmusTests(options.Limits(), collector);
  }
  PrintConclusion(collector.report(), check);
  if (page) {
    page->Commit(Page(PageKind::kVerification, ToJson(collector.report())));
  }
  return collector.Finish();
}

}  // namespace heddle::program
