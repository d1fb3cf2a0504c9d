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

#include "checker/search/limits.h"
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
  std::size_t forbidden = 0;            // outcomes
  std::vector<std::string> unknown;     // tests of which it is not known what is allowed
  std::vector<std::string> never_seen;  // tests whose outcome is allowed
};

// A test, and what is known to be allowed.
struct RealTest {
  const LitmusTest& test;
  std::optional<AllowedByRc11> rc11;

  bool IsAsked(const Outcome& outcome) const {
    return test.question == LitmusTest::Question::kOutcome && Evaluate(test.asked, outcome) != 0;
  }
  // None if it is not known. What is recorded comes first.
  std::optional<bool> Allows(const Outcome& outcome) const {
    if (test.allowed && !*test.allowed && IsAsked(outcome)) {
      return false;
    }
    if (rc11) {
      return std::ranges::binary_search(rc11->outcomes, outcome) ||
             (test.allowed && IsAsked(outcome));
    }
    return test.allowed && IsAsked(outcome) ? test.allowed : std::nullopt;
  }
};

void PrintNeverSeen(const RealTest& real, const Histogram& histogram) {
  if (!real.rc11 || histogram.runs == 0) {
    return;
  }
  for (const Outcome& outcome : real.rc11->outcomes) {
    if (!histogram.counts.contains(outcome)) {
      fmt::print("         never  {}{}\n", OutcomeText(outcome, real.test.program),
                 real.IsAsked(outcome) ? "  (asked)" : "");
    }
  }
}

// A deadlock is the end of all runs, and takes those before it along.
void PrintDeadlock(const LitmusTest& test, RealTally& tally) {
  const bool forbidden =
      test.question == LitmusTest::Question::kDeadlock && test.allowed == std::optional(false);
  tally.forbidden += forbidden ? 1 : 0;
  fmt::print("          once  a deadlock{}\n", forbidden ? "  NOT ALLOWED" : "");
}

void PrintHistogram(const RealTest& real, const Histogram& histogram, RealTally& tally) {
  const LitmusTest& test = real.test;
  fmt::print("{}  {}\n", test.program.name, test.text);
  bool asked_seen = false;
  bool all_known = true;
  for (const auto& [outcome, count] : histogram.counts) {
    const std::optional<bool> allowed = real.Allows(outcome);
    tally.forbidden += allowed == std::optional(false) ? 1 : 0;
    all_known = all_known && allowed;
    asked_seen = asked_seen || real.IsAsked(outcome);
    fmt::print("  {:>12}  {}{}{}\n", count, OutcomeText(outcome, test.program),
               real.IsAsked(outcome) ? "  (asked)" : "",
               !allowed   ? "  (not known whether it is allowed)"
               : *allowed ? ""
                          : "  NOT ALLOWED");
  }
  if (histogram.deadlocked) {
    PrintDeadlock(test, tally);
  }
  PrintNeverSeen(real, histogram);
  const bool asked_allowed =
      test.allowed ? *test.allowed
                   : real.rc11 && std::ranges::any_of(real.rc11->outcomes, [&](const Outcome& o) {
                       return real.IsAsked(o);
                     });
  if (test.question == LitmusTest::Question::kOutcome && asked_allowed && !asked_seen) {
    tally.never_seen.push_back(test.program.name);
  }
  if (!all_known) {
    tally.unknown.push_back(test.program.name);
  }
  std::fflush(stdout);
}

// Why the test is not run; empty if it is.
std::string_view WhyNot(const RealTest& real) {
  const litmus::Program& program = real.test.program;
  if (real.rc11 ? real.rc11->has_race : !program.variables.empty()) {
    return "it may have a data race, which is undefined";
  }
  return litmus::WhyNotOnHardware(program);
}

void PrintTally(const RealTally& tally, std::uint64_t seed) {
  fmt::print("\n{}, {} in all, seed {}\n", Count(tally.tests, "test"), Count(tally.runs, "run"),
             seed);
  if (!tally.never_seen.empty()) {
    fmt::print("Allowed, asked about and never seen: {}.\n", fmt::join(tally.never_seen, ", "));
  }
  if (!tally.unknown.empty()) {
    fmt::print("Not known whether all that was seen is allowed: {}.\n",
               fmt::join(tally.unknown, ", "));
  }
  if (tally.forbidden > 0) {
    fmt::print("{} that RC11 does not allow; see above.\n", Count(tally.forbidden, "outcome"));
  } else if (tally.unknown.empty()) {
    fmt::print("All that was seen is allowed.\n");
  }
}

// Throws UsageError for what means nothing on real threads.
void RequireNoSearch(const LitmusRequest& request, const RunOptions& options) {
  const RunOptions defaults;
  if (request.table || request.depth != 0 || !options.strategy.empty() || !options.json.empty() ||
      !options.junit.empty() || options.executions != 0 || options.bytes != 0 ||
      options.max_steps != defaults.max_steps) {
    throw UsageError("expected no option with --real but --time, --seed and --file");
  }
}

}  // namespace

ExitStatus RunLitmusOnHardware(const LitmusRequest& request, const RunOptions& options) {
  RequireNoSearch(request, options);
  const std::vector<LitmusGroup> groups = FindLitmusTests(request.file, request.names);
  std::size_t tests = 0;
  for (const LitmusGroup& group : groups) {
    tests += group.tests.size();
  }
  const double seconds = options.seconds > 0 ? options.seconds : kDefaultSeconds;
  const litmus::HardwareOptions hardware = {
      .time = std::chrono::duration_cast<std::chrono::nanoseconds>(
          std::chrono::duration<double>(seconds / static_cast<double>(tests))),
      .seed = options.seed,
      .is_stopped = [] { return checker::stop_requested != 0; }};
  RealTally tally;
  for (const LitmusGroup& group : groups) {
    for (const LitmusTest& test : group.tests) {
      if (checker::stop_requested != 0) {
        break;
      }
      const RealTest real = {test, litmus::AllowedOutcomes(test.program)};
      if (const std::string_view why = WhyNot(real); !why.empty()) {
        fmt::print("{}  not run: {}\n", test.program.name, why);
        continue;
      }
      const Histogram histogram = litmus::RunOnHardware(test.program, hardware);
      ++tally.tests;
      tally.runs += histogram.runs;
      PrintHistogram(real, histogram, tally);
    }
  }
  PrintTally(tally, options.seed);
  if (tally.forbidden != 0) {
    return kViolation;
  }
  if (checker::stop_requested != 0) {
    fmt::print("Interrupted after {} of {}.\n", tally.tests, Count(tests, "test"));
    return kUndecided;
  }
  return kAsExpected;
}

}  // namespace heddle::program
