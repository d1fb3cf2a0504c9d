// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/process/shell_quoted.h"
#include "checker/search/limits.h"
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

// Runs one search after the other, and says how many are done where results cannot be seen coming.
class Searches {
 public:
  Searches(std::size_t total, const RunOptions& options)
      : options_(options),
        now_{.done = 0, .total = total, .what = "searches"},
        line_("verify", IsSeen() ? Quiet(options) : options) {}

  const RunOptions& options() const { return options_; }
  std::size_t run() const { return now_.done; }

  // For the next one, which says of itself which one it is.
  RunOptions Next() {
    line_.Show(now_);
    ++now_.done;
    RunOptions next = options_;
    next.position = fmt::format("{} of {}", now_.done, now_.total);
    return next;
  }

 private:
  // On the terminal that the line would be on: results come there, a line each.
  static bool IsSeen() { return isatty(STDOUT_FILENO) != 0 && isatty(STDERR_FILENO) != 0; }
  static RunOptions Quiet(RunOptions options) {
    options.quiet = true;
    return options;
  }

  const RunOptions& options_;
  checker::CountProgress now_;
  ProgressLine line_;
};

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
                   : "replay " + checker::ShellQuotedPath(file));
  }
}

ResultEntry RunModel(const models::Model& model, const CheckOptions& check, Searches& searches,
                     TraceFolder& traces) {
  const CheckOptions within = WithinBoundOf(model, check, searches.options());
  const Subject subject = {.model = &model, .fault = nullptr, .oracles = {}, .repaired = {}};
  ResultEntry entry = RunSubject(subject, within, searches.Next());
  KeepTraces(subject, within, traces, entry);
  return entry;
}

void PrintModel(const ResultEntry& entry) {
  PrintLine(entry, Name(entry.check.verdict()));
  PrintViolations(entry, "check " + entry.name);
}

void RunModels(const CheckOptions& check, Searches& searches, const RevisionFilter& filter,
               TraceFolder& traces, Collector& collector) {
  for (const models::Model& model : models::Models()) {
    if (filter.Admits(model) && checker::stop_requested == 0) {
      ResultEntry entry = RunModel(model, check, searches, traces);
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

// Their sizes are for the search that runs each trace once.
bool HasCompositions(const CheckOptions& check, const RunOptions& options) {
  return check.strategy.kind == StrategyName::Kind::kDpor || options.deep;
}

bool IsAsked(const models::Model& composition, const RunOptions& options,
             const RevisionFilter& filter) {
  return filter.Admits(composition) && (options.deep || composition.lane == models::Lane::kQuick);
}

void RunCompositions(const CheckOptions& check, Searches& searches, const RevisionFilter& filter,
                     TraceFolder& traces, Collector& collector) {
  if (!HasCompositions(check, searches.options())) {
    fmt::print("  compositions are left out: they are for dpor, or for --deep\n");
    return;
  }
  CompositionLines lines;
  for (const models::Model& model : models::Compositions()) {
    if (IsAsked(model, searches.options(), filter) && checker::stop_requested == 0) {
      ResultEntry entry = RunModel(model, check, searches, traces);
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
void RunRepair(const models::Fault& finding, const CheckOptions& check, Searches& searches,
               TraceFolder& traces, Collector& collector) {
  ResultEntry entry = RunRepaired(finding, check, searches.Next());
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
               Searches& searches, const RevisionFilter& filter, TraceFolder& traces,
               Collector& collector) {
  const CheckOptions limits = searches.options().Limits();
  const bool keep_all_traces = !searches.options().trace_folder.empty();
  for (const models::Fault& fault : faults) {
    if (!filter.Admits(fault) || checker::stop_requested != 0) {
      continue;
    }
    for (const models::Expectation& expectation : fault.expectations) {
      ResultEntry entry = RunFault(fault, expectation, limits, searches.Next());
      PrintLine(entry, fmt::format("{} {}", OutcomeOf(entry), Name(entry.check.verdict())));
      if (keep_all_traces || !entry.AsExpected()) {
        KeepTraces(SubjectOf(fault, expectation), limits, traces, entry);
      }
      collector.Add(std::move(entry));
    }
    if (fault.repair != nullptr) {
      RunRepair(fault, check, searches, traces, collector);
    }
  }
}

// A control that is blamed is worth a trace, like a model that fails.
void RunControls(const CheckOptions& check, Searches& searches, const RevisionFilter& filter,
                 TraceFolder& traces, Collector& collector) {
  for (const models::Fault& control : models::Controls()) {
    if (!filter.Admits(control) || checker::stop_requested != 0) {
      continue;
    }
    ResultEntry entry = RunControl(control, check, searches.Next());
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

// As many as Searches is asked for.
std::size_t CountSearches(const CheckOptions& check, const RunOptions& options,
                          const RevisionFilter& filter) {
  const auto admitted = [&](const auto& entry) { return filter.Admits(entry); };
  std::ptrdiff_t count = std::ranges::count_if(models::Models(), admitted) +
                         std::ranges::count_if(models::Controls(), admitted);
  if (HasCompositions(check, options)) {
    count += std::ranges::count_if(models::Compositions(), [&](const models::Model& model) {
      return IsAsked(model, options, filter);
    });
  }
  for (const auto* const faults : {&models::Faults(), &models::Findings()}) {
    for (const models::Fault& fault : *faults) {
      count += !filter.Admits(fault) ? 0
                                     : static_cast<std::ptrdiff_t>(fault.expectations.size()) +
                                           (fault.repair == nullptr ? 0 : 1);
    }
  }
  return static_cast<std::size_t>(count);
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
  RunOptions searches_options = options;
  searches_options.html.clear();  // the page is of all of them
  Collector collector(searches_options);
  TraceFolder traces(options.trace_folder, collector.page());
  if (check.strategy.IsSampling()) {
    fmt::print("seed {}\n", check.seed);
  }
  fmt::print("scavenger {}, models under {}, faults with as few preemptions as possible\n\n",
             filter.AdmitsAll() ? "R1 to R4" : options.revision, ToString(check.strategy));
  const std::size_t total = CountSearches(check, options, filter);
  std::size_t run = 0;
  {
    Searches searches(total, options);
    RunModels(check, searches, filter, traces, collector);
    RunCompositions(check, searches, filter, traces, collector);
    RunFaults(models::Faults(), check, searches, filter, traces, collector);
    RunFaults(models::Findings(), check, searches, filter, traces, collector);
    RunControls(check, searches, filter, traces, collector);
    run = searches.run();
  }
  if (filter.AdmitsAll() && checker::stop_requested == 0) {
    RunLitmusTests(options.Limits(), collector);
  }
  if (checker::stop_requested == 0) {
    PrintConclusion(collector.report(), check);
  } else {
    fmt::print("\nInterrupted after {} of {} searches: nothing is concluded.\n", run, total);
  }
  const ExitStatus status = collector.Finish();
  if (page && checker::stop_requested != 0) {
    fmt::print("page: nothing is concluded, '{}' is not written\n", options.html);
  } else if (page) {
    page->Commit(Page(PageKind::kVerification, ToJson(collector.report())));
    fmt::print("page: {}\n", options.html);
  }
  return status;
}

}  // namespace heddle::program
