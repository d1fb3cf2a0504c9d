// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/litmus_tests.h"
#include "heddle/run.h"
#include "litmus/hardware/histogram.h"
#include "litmus/rc11/allowed_outcomes.h"

namespace heddle::program {
namespace {

using litmus::AllowedByRc11;
using litmus::Histogram;
using litmus::LitmusTest;
using litmus::Outcome;

constexpr double kDefaultSeconds = 10;

// What all tests together have come to.
struct RealTally {
  std::size_t tests = 0;
  std::uint64_t runs = 0;
  std::size_t forbidden = 0;
  std::vector<std::string> never_seen;  // tests whose outcome is allowed
};

bool IsAsked(const LitmusTest& test, const Outcome& outcome) {
  return test.question == LitmusTest::Question::kOutcome && Evaluate(test.asked, outcome) != 0;
}

std::string_view Standing(const std::optional<AllowedByRc11>& allowed, const Outcome& outcome) {
  if (!allowed) {
    return "";
  }
  return std::ranges::binary_search(allowed->outcomes, outcome) ? "" : "  NOT ALLOWED BY RC11";
}

void PrintNeverSeen(const LitmusTest& test, const AllowedByRc11& allowed,
                    const Histogram& histogram, RealTally& tally) {
  for (const Outcome& outcome : allowed.outcomes) {
    if (!histogram.counts.contains(outcome)) {
      fmt::print("         never  {}{}\n", OutcomeText(outcome, test.program),
                 IsAsked(test, outcome) ? "  (asked)" : "");
      if (IsAsked(test, outcome)) {
        tally.never_seen.push_back(test.program.name);
      }
    }
  }
}

void PrintHistogram(const LitmusTest& test, const std::optional<AllowedByRc11>& allowed,
                    const Histogram& histogram, RealTally& tally) {
  fmt::print("{}  {}\n", test.program.name, test.text);
  for (const auto& [outcome, count] : histogram.counts) {
    const std::string_view standing = Standing(allowed, outcome);
    tally.forbidden += standing.empty() ? 0 : 1;
    fmt::print("  {:>12}  {}{}{}\n", count, OutcomeText(outcome, test.program),
               IsAsked(test, outcome) ? "  (asked)" : "", standing);
  }
  // It is the end of all runs, and takes those before it along.
  if (histogram.deadlocked) {
    const bool forbidden =
        test.question == LitmusTest::Question::kDeadlock && test.allowed == std::optional(false);
    tally.forbidden += forbidden ? 1 : 0;
    fmt::print("          once  a deadlock{}\n", forbidden ? ", which is NOT ALLOWED" : "");
  }
  if (allowed && histogram.runs > 0) {
    PrintNeverSeen(test, *allowed, histogram, tally);
  }
  std::fflush(stdout);
}

// Why the test is not run; empty if it is.
std::string_view WhyNot(const LitmusTest& test, const std::optional<AllowedByRc11>& allowed) {
  if (allowed ? allowed->has_race : !test.program.variables.empty()) {
    return "it may have a data race, which is undefined";
  }
  return litmus::WhyNotOnHardware(test.program);
}

void PrintTally(const RealTally& tally, std::uint64_t seed) {
  fmt::print("\n{}, {} in all, seed {}\n", Count(tally.tests, "test"), Count(tally.runs, "run"),
             seed);
  if (!tally.never_seen.empty()) {
    fmt::print("Allowed, asked about and never seen: {}.\n", fmt::join(tally.never_seen, ", "));
  }
  if (tally.forbidden == 0) {
    fmt::print("All that was seen is allowed.\n");
  } else {
    fmt::print("{} that RC11 does not allow; see above.\n", Count(tally.forbidden, "outcome"));
  }
}

}  // namespace

ExitStatus RunLitmusOnHardware(const LitmusRequest& request, const RunOptions& options) {
  if (request.table || request.depth != 0 || !options.strategy.empty() || !options.json.empty()) {
    throw UsageError("expected none of --table, --depth, --strategy and --json with --real");
  }
  const std::vector<LitmusGroup> groups = FindLitmusTests(request.file, request.names);
  std::size_t tests = 0;
  for (const LitmusGroup& group : groups) {
    tests += group.tests.size();
  }
  const double seconds = options.seconds > 0 ? options.seconds : kDefaultSeconds;
  const litmus::HardwareOptions hardware = {
      .time = std::chrono::duration_cast<std::chrono::nanoseconds>(
          std::chrono::duration<double>(seconds / static_cast<double>(tests))),
      .seed = options.seed};
  RealTally tally;
  for (const LitmusGroup& group : groups) {
    for (const LitmusTest& test : group.tests) {
      const std::optional<AllowedByRc11> allowed = litmus::AllowedOutcomes(test.program);
      if (const std::string_view why = WhyNot(test, allowed); !why.empty()) {
        fmt::print("{}  not run: {}\n", test.program.name, why);
        continue;
      }
      const Histogram histogram = litmus::RunOnHardware(test.program, hardware);
      ++tally.tests;
      tally.runs += histogram.runs;
      PrintHistogram(test, allowed, histogram, tally);
    }
  }
  PrintTally(tally, options.seed);
  return tally.forbidden == 0 ? kAsExpected : kViolation;
}

}  // namespace heddle::program
