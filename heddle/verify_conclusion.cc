// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/verify_conclusion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checker/report/message.h"

namespace heddle::program {
namespace {

using checker::CheckOptions;
using checker::Count;
using checker::ResultEntry;
using checker::StrategyName;

struct Tally {
  int as_expected = 0;
  int undecided = 0;
  int violated = 0;  // or, of a fault, not found

  int Total() const { return as_expected + undecided + violated; }
};

Tally CountOf(const checker::Report& report, ResultEntry::Kind kind, bool repaired = false) {
  Tally tally;
  for (const ResultEntry& entry : report.entries) {
    if (entry.kind == kind && IsRepaired(entry) == repaired) {
      ++(entry.Undecided()    ? tally.undecided
         : entry.AsExpected() ? tally.as_expected
                              : tally.violated);
    }
  }
  return tally;
}

// Models of the deep lane that were explored within a bound of their own, which is not all of them.
std::vector<const ResultEntry*> ThoseWithin(const checker::Report& report,
                                            const CheckOptions& check) {
  std::vector<const ResultEntry*> within;
  for (const ResultEntry& entry : report.entries) {
    if (entry.kind == ResultEntry::Kind::kModel && entry.check.strategy.HasBound() &&
        !check.strategy.HasBound()) {
      within.push_back(&entry);
    }
  }
  return within;
}

std::string ShownOfModels(const Tally& models, const StrategyName& strategy, std::size_t within) {
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
  return fmt::format("Verified, for {}: no interleaving breaks the design.",
                     within == 0 ? "these models" : fmt::format("these models but {}", within));
}

// "9", or "8 of 9".
std::string AsExpectedOf(const Tally& tally) {
  return tally.as_expected == tally.Total()
             ? std::to_string(tally.Total())
             : fmt::format("{} of {}", tally.as_expected, tally.Total());
}

std::string Undecided(const Tally& tally) {
  return tally.undecided == 0 ? "" : fmt::format(" ({} undecided)", tally.undecided);
}

void PrintFindings(const Tally& findings, const Tally& repairs, bool is_complete) {
  if (findings.Total() > 0) {
    fmt::print("{} {} reproduced{}, {} {}{}: properties that a design as shipped does not have.\n",
               AsExpectedOf(findings), findings.Total() == 1 ? "finding" : "findings",
               Undecided(findings), AsExpectedOf(repairs),
               is_complete ? "repaired" : "repaired as far as was explored", Undecided(repairs));
  }
}

void PrintControls(const Tally& controls) {
  if (controls.Total() > 0) {
    fmt::print("{} of {} silent{}: changes that the design tolerates.\n", controls.as_expected,
               Count(static_cast<std::uint64_t>(controls.Total()), "control"), Undecided(controls));
  }
}

// Of the models: without a bound, and to the end.
std::size_t Exhausted(const checker::Report& report) {
  return static_cast<std::size_t>(std::ranges::count_if(report.entries, [](const auto& entry) {
    return entry.kind == ResultEntry::Kind::kModel && entry.AsExpected() && entry.check.exhausted &&
           !entry.check.strategy.HasBound();
  }));
}

void PrintUnexpected(const checker::Report& report) {
  std::vector<std::string_view> names;
  for (const ResultEntry& entry : report.entries) {
    if (!entry.AsExpected() && !entry.Undecided()) {
      names.push_back(entry.name);
    }
  }
  fmt::print("Unexpected: {}.\n",
             names.empty() ? "nothing" : fmt::format("{}; see above", fmt::join(names, ", ")));
}

}  // namespace

bool IsRepaired(const ResultEntry& entry) {
  return entry.kind == ResultEntry::Kind::kFinding && !entry.repairs.empty();
}

void PrintConclusion(const checker::Report& report, const CheckOptions& check) {
  const Tally models = CountOf(report, ResultEntry::Kind::kModel);
  const Tally faults = CountOf(report, ResultEntry::Kind::kFault);
  fmt::print("\n{} of {} models passed{}, {} of them exhausted{}.\n", models.as_expected,
             models.Total(), Undecided(models), Exhausted(report),
             faults.Total() == 0
                 ? ""
                 : fmt::format("; faults were found in {} of {} searches{}", faults.as_expected,
                               faults.Total(), Undecided(faults)));
  const bool complete = !check.strategy.HasBound() && !check.strategy.IsSampling();
  PrintFindings(CountOf(report, ResultEntry::Kind::kFinding),
                CountOf(report, ResultEntry::Kind::kFinding, /*repaired=*/true), complete);
  PrintControls(CountOf(report, ResultEntry::Kind::kControl));
  const std::vector<const ResultEntry*> bounded = ThoseWithin(report, check);
  fmt::print("{}\n", ShownOfModels(models, check.strategy, bounded.size()));
  for (const ResultEntry* const entry : bounded) {
    if (entry->AsExpected()) {
      fmt::print("Shown of {}: no interleaving within {} breaks the design.\n", entry->name,
                 Count(entry->check.strategy.number, "preemption"));
    }
  }
  if (faults.as_expected == faults.Total()) {
    fmt::print("Shown: the oracles can tell, because each fault was found.\n");
  }
  fmt::print(
      "Not shown: {}larger heaps, other operations and more threads than the models have; and what "
      "the\nsimulation of the memory model leaves out, such as loads that see later stores or "
      "values more than {}.\n",
      complete ? "" : "other interleavings; ",
      check.simulation.history_depth == 1 || check.strategy.IsRelacys() ? "one store old"
                                                                        : "two stores old");
  PrintUnexpected(report);
}

}  // namespace heddle::program
