// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <cstdio>

#include "heddle/commands/commands.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using checker::ResultEntry;
using checker::Strategy;
using checker::Verdict;

void PrintLine(const ResultEntry& entry, std::string_view outcome, std::string_view without = {}) {
  fmt::print("  {:<6} {:<27} {:<21} {:<23} {:>9} {:<10} {:>7.2f} s{}\n",
             entry.kind == ResultEntry::Kind::kModel ? "model" : "fault", entry.name, outcome,
             HowFar(entry.check), entry.check.executions,
             entry.check.executions == 1 ? "execution" : "executions", entry.check.seconds,
             without.empty() ? "" : fmt::format("  (without {})", without));
  std::fflush(stdout);
}

void RunModels(const checker::CheckOptions& options, Collector& collector) {
  for (const models::Model& model : models::Models()) {
    const ResultEntry entry = RunModel(model, nullptr, options);
    PrintLine(entry, Name(entry.check.verdict));
    if (entry.check.verdict != Verdict::kPass) {
      fmt::print("         {}\n         see: heddle check {} --strategy {}\n", entry.check.message,
                 model.name, ToString(entry.check.strategy));
    }
    collector.Add(entry);
  }
}

void RunFaults(const checker::CheckOptions& limits, Collector& collector) {
  for (const models::Fault& fault : models::Faults()) {
    for (const models::Expectation& expectation : fault.expectations) {
      const ResultEntry entry = RunFault(fault, expectation, limits);
      PrintLine(entry,
                fmt::format("{} {}", entry.AsExpected() ? "found:" : "NOT FOUND:",
                            Name(entry.check.verdict)),
                models::Without(expectation.oracles));
      collector.Add(entry);
    }
  }
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

std::string ShownOfModels(const Tally& models, const Strategy& strategy) {
  if (models.violated > 0) {
    return "Shown: the design, or a model of it, is broken; see above.";
  }
  if (models.undecided > 0) {
    return fmt::format("Nothing is shown about {} whose search a limit ended.",
                       Count(static_cast<std::uint64_t>(models.undecided), "model"));
  }
  switch (strategy.kind) {
    case Strategy::Kind::kRelacyFull:
      return "Verified, for these models: no interleaving that Relacy's full search explores "
             "breaks "
             "the design.";
    case Strategy::Kind::kRelacyBound:
      return fmt::format(
          "Shown: no interleaving of these models with at most {} breaks the design.",
          Count(strategy.preemptions, "preemption"));
    case Strategy::Kind::kRandom:
      break;
  }
  return "Shown: none of the sampled interleavings of these models breaks the design.";
}

void PrintConclusion(const checker::Report& report, const Strategy& strategy) {
  const Tally models = CountOf(report, ResultEntry::Kind::kModel);
  const Tally faults = CountOf(report, ResultEntry::Kind::kFault);
  const auto undecided = [](const Tally& tally) {
    return tally.undecided == 0 ? "" : fmt::format(" ({} undecided)", tally.undecided);
  };
  fmt::print("\n{} of {} models passed{}; faults were found in {} of {} searches{}.\n{}\n",
             models.as_expected, models.Total(), undecided(models), faults.as_expected,
             faults.Total(), undecided(faults), ShownOfModels(models, strategy));
  if (faults.as_expected == faults.Total()) {
    fmt::print("Shown: the oracles can tell, because each fault was found.\n");
  }
  const bool full = strategy.kind == Strategy::Kind::kRelacyFull;
  fmt::print(
      "Not shown: {}larger heaps, other operations and more threads than the models have; and what "
      "the\nsimulation of the memory model leaves out, such as loads that see later stores or "
      "values "
      "{}.\n",
      full ? "" : "other interleavings; ",
      strategy.kind == Strategy::Kind::kRandom ? "more than two stores old"
                                               : "more than one store old");
}

}  // namespace

ExitStatus Verify(const RunOptions& options) {
  checker::CheckOptions check = options.Limits();
  check.strategy = options.ParsedStrategy(Strategy{});
  Collector collector(options);
  fmt::print("scavenger {}, models under {}, faults with as few preemptions as possible\n\n",
             kRevision, ToString(check.strategy));
  RunModels(check, collector);
  RunFaults(options.Limits(), collector);
  PrintConclusion(collector.report(), check.strategy);
  return collector.Finish();
}

}  // namespace heddle::program
