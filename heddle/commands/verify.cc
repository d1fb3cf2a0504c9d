// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <algorithm>
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
  fmt::print("  {:<6} {:<27} {:<18} {:<24} {:>9} executions {:>7.2f} s{}\n",
             entry.kind == ResultEntry::Kind::kModel ? "model" : "fault", entry.name, outcome,
             HowFar(entry.check), entry.check.executions, entry.check.seconds,
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

std::string WhatWasShown(const Strategy& strategy, bool all_exhausted) {
  if (!all_exhausted) {
    return "Not every search of a model came to its end, so little is shown about those that did "
           "not.";
  }
  switch (strategy.kind) {
    case Strategy::Kind::kRelacyFull:
      return "Verified, for these models: no interleaving of them that the simulation can show "
             "breaks the design.";
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
  const auto of_kind = [&](ResultEntry::Kind kind, bool as_expected) {
    return std::ranges::count_if(report.entries, [&](const ResultEntry& entry) {
      return entry.kind == kind && (!as_expected || entry.AsExpected());
    });
  };
  const auto passed = of_kind(ResultEntry::Kind::kModel, true);
  const auto models = of_kind(ResultEntry::Kind::kModel, false);
  const auto found = of_kind(ResultEntry::Kind::kFault, true);
  const auto faults = of_kind(ResultEntry::Kind::kFault, false);
  fmt::print("\n{} of {} models passed; faults were found in {} of {} searches.\n", passed, models,
             found, faults);
  if (passed == models) {
    fmt::print("{}\n", WhatWasShown(strategy, std::ranges::all_of(report.entries,
                                                                  [](const ResultEntry& entry) {
                                                                    return !entry.Undecided();
                                                                  })));
  } else {
    fmt::print("Shown: the design, or a model of it, is broken. See above.\n");
  }
  if (found == faults) {
    fmt::print("Shown: the oracles can tell, because each fault was found.\n");
  }
  fmt::print(
      "Not shown: {}larger heaps, other operations and more threads than the models have; and what "
      "the\nsimulation of the memory model leaves out: loads that see later stores, or values more "
      "than two stores old.\n",
      strategy.kind == Strategy::Kind::kRelacyFull ? "" : "interleavings beyond that; ");
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
