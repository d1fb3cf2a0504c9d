// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <random>
#include <utility>

#include "core/protocol/questions.h"
#include "heddle/seconds.h"
#include "tests/stress/failure.h"
#include "tests/stress/stress.h"

namespace heddle::stress {
namespace {

using core::MemoryOrder;
using core::Question;
using core::Revision;
using program::AsSeconds;

constexpr double kLongest = 0.0002;  // seconds
constexpr double kLongestAtPlaces = 0.002;

Revision RevisionNamed(const std::string& name) {
  for (const Revision revision : {Revision::kR1, Revision::kR2, Revision::kR3, Revision::kR4}) {
    if (name == core::Name(revision)) {
      return revision;
    }
  }
  throw ArgumentError(fmt::format("unknown revision '{}'; expected R1, R2, R3 or R4", name));
}

MemoryOrder OrderNamed(std::string_view name, std::string_view change) {
  for (const MemoryOrder order :
       {MemoryOrder::kPlain, MemoryOrder::kRelaxed, MemoryOrder::kAcquire, MemoryOrder::kRelease,
        MemoryOrder::kAcquireRelease, MemoryOrder::kSequentiallyConsistent}) {
    if (name == core::Name(order)) {
      return order;
    }
  }
  throw ArgumentError(fmt::format(
      "unknown order '{}' in '{}'; expected plain, relaxed, acquire, release, acq_rel or seq_cst",
      name, change));
}

Question QuestionNamed(std::string_view name, bool (Question::*is_kind)() const,
                       std::string_view kind) {
  for (const core::QuestionText& text : core::kQuestions) {
    if (text.name == name && (text.question.*is_kind)()) {
      return text.question;
    }
  }
  throw ArgumentError(fmt::format("unknown {} '{}'; see heddle list decisions", kind, name));
}

template <class Duration>
Duration Rounded(double seconds, double most = 1'000'000) {
  if (!(seconds <= most)) {  // nor a number that is none
    throw ArgumentError(fmt::format("expected a time of at most {}s, found {}s", most, seconds));
  }
  return std::chrono::ceil<Duration>(std::chrono::duration<double>(seconds));
}

core::PerturbationPlan PlanOf(const Arguments& arguments) {
  core::PerturbationPlan plan{.one_in = arguments.perturb, .longest = {}, .places = {}};
  for (const std::string& place : arguments.places) {
    plan.places.push_back(ParsePlace(place));
  }
  plan.places.insert(plan.places.end(), arguments.more_places.begin(), arguments.more_places.end());
  const double usual = plan.places.empty() ? kLongest : kLongestAtPlaces;
  plan.longest = Rounded<std::chrono::microseconds>(arguments.longest_seconds.value_or(usual), 1);
  return plan;
}

std::optional<core::TunableProtocol> ProtocolOf(const Arguments& arguments) {
  if (arguments.changes.empty()) {
    return arguments.protocol;
  }
  core::TunableProtocol protocol = arguments.protocol.value_or(core::TunableProtocol{});
  for (const std::string& change : arguments.changes) {
    ApplyChange(change, protocol);
  }
  return protocol;
}

// The arguments that make the run what it is.
std::string Words(const Arguments& arguments, std::uint64_t seed) {
  std::string words = fmt::format("--revision {} --seed {} --time {}s", arguments.revision, seed,
                                  arguments.seconds);
  const Arguments usual;
  if (arguments.mutators != usual.mutators) {
    words += fmt::format(" --mutators {}", arguments.mutators);
  }
  if (arguments.round_seconds != usual.round_seconds) {
    words += fmt::format(" --round {}s", arguments.round_seconds);
  }
  for (const std::string& change : arguments.changes) {
    words += " --change " + change;
  }
  if (arguments.perturb != 0) {
    words += fmt::format(" --perturb {}", arguments.perturb);
  }
  if (arguments.longest_seconds) {
    words += fmt::format(" --longest {}s", *arguments.longest_seconds);
  }
  for (const std::string& place : arguments.places) {
    words += " --at " + place;
  }
  words += arguments.oracles ? "" : " --without-oracles";
  return words + (arguments.told.empty() ? "" : " " + arguments.told);
}

void Print(const StressOptions& options, const StressReport& report) {
  fmt::print("{} operations in {:.1f} s, {:.0f}/s, on {} heaps\n", report.Operations(),
             report.time.count(), static_cast<double>(report.Operations()) / report.time.count(),
             report.heaps);
  for (std::size_t i = 0; i < kPathCount; ++i) {
    const auto path = static_cast<Path>(i);
    if (Has(options.revision, path)) {
      fmt::print("  {:<20}{:>12}\n", Name(path), report.paths[path]);
    }
  }
  if (options.oracles && report.resident_checks == 0) {
    fmt::print("  the resident set was not checked\n");
  }
}

}  // namespace

void AddArguments(CLI::App& app, Arguments& arguments) {
  app.add_option("--revision", arguments.revision, "R1, R2, R3 or R4 (default R4)")->type_name("R");
  app.add_option("--time", arguments.seconds, "How long, such as 30s or 2m (default 10s)")
      ->type_name("TIME")
      ->transform(AsSeconds())
      ->check(CLI::PositiveNumber);
  app.add_option("--round", arguments.round_seconds,
                 "How long between two rests, at which everything is counted (default 250ms)")
      ->type_name("TIME")
      ->transform(AsSeconds())
      ->check(CLI::PositiveNumber);
  app.add_option("--seed", arguments.seed, "What the threads do (default: another each time)")
      ->type_name("N");
  app.add_option("--mutators", arguments.mutators, "Threads that allocate (default 4)")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  app.add_option("--change", arguments.changes,
                 "Put this into the design: drop:DECISION, skip:STEP or weaken:ACCESS=ORDER")
      ->type_name("CHANGE");
  app.add_option("--perturb", arguments.perturb,
                 "Delay threads at one synchronization point in N (default: at none)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1'000'000U));
  app.add_option("--at", arguments.places,
                 "Delay threads at this line of the source, and nowhere else")
      ->type_name("FILE:LINE");
  app.add_option("--longest", arguments.longest_seconds,
                 "The longest delay (default 200us, with --at 2ms)")
      ->type_name("TIME")
      ->transform(AsSeconds())
      ->check(CLI::PositiveNumber);
  app.add_flag("!--without-oracles", arguments.oracles,
               "Look at nothing but what the program checks as it ships");
  app.add_option("--progress", arguments.progress_seconds,
                 "Print speed and resident memory every TIME (default: never)")
      ->type_name("TIME")
      ->transform(AsSeconds())
      ->check(CLI::PositiveNumber);
  app.add_flag("--demand-paths", arguments.demand_paths,
               "Go on until every path was taken; after ten times the time it is a failure");
}

core::SourcePlace ParsePlace(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  core::SourcePlace place;
  if (colon != std::string_view::npos && colon > 0) {
    place.file = text.substr(0, colon);
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, place.line);
    if (error == std::errc() && rest == end && place.line > 0) {
      return place;
    }
  }
  throw ArgumentError(
      fmt::format("expected a place such as core/heap/heap.inl.h:40, found '{}'", text));
}

void ApplyChange(std::string_view change, core::TunableProtocol& protocol) {
  const std::size_t colon = change.find(':');
  const std::string_view kind = change.substr(0, colon);
  const std::string_view name = colon == std::string_view::npos ? "" : change.substr(colon + 1);
  if (kind == "drop") {
    protocol.Drop(QuestionNamed(name, &Question::IsDecision, "decision").decision());
  } else if (kind == "skip") {
    protocol.Skip(QuestionNamed(name, &Question::IsStep, "step").step());
  } else if ((kind == "weaken" || kind == "order") && name.find('=') != std::string_view::npos) {
    const std::size_t equals = name.find('=');
    protocol.Weaken(QuestionNamed(name.substr(0, equals), &Question::IsAccess, "access").access(),
                    OrderNamed(name.substr(equals + 1), change));
  } else {
    throw ArgumentError(fmt::format(
        "expected drop:DECISION, skip:STEP or weaken:ACCESS=ORDER, found '{}'", change));
  }
}

int RunStress(const Arguments& arguments, const std::string& program,
              const std::function<bool()>& is_stopped) {
  const std::uint64_t seed =
      arguments.seed.has_value() ? *arguments.seed : std::random_device{}() % 1'000'000;
  const StressOptions options{
      .revision = RevisionNamed(arguments.revision),
      .time = Rounded<std::chrono::milliseconds>(arguments.seconds),
      .round = Rounded<std::chrono::milliseconds>(arguments.round_seconds),
      .seed = seed,
      .mutators = arguments.mutators,
      .perturbation = PlanOf(arguments),
      .protocol = ProtocolOf(arguments),
      .oracles = arguments.oracles,
      .demand_paths = arguments.demand_paths,
      .progress = Rounded<std::chrono::milliseconds>(arguments.progress_seconds),
      .is_stopped = is_stopped,
      .command = program + " " + Words(arguments, seed),
  };
  fmt::print("seed {}\n", seed);
  std::fflush(stdout);  // whatever becomes of the run
  StressReport report;
  Stress(options, report);
  Print(options, report);
  if (is_stopped && is_stopped()) {
    return 0;  // paths may be missing for that
  }
  const std::vector<Path> missing = PathsNotTaken(options, report);
  if (!arguments.demand_paths || missing.empty()) {
    return 0;
  }
  for (const Path path : missing) {
    fmt::print(stderr, "heddle: stress: nothing came by '{}', which this run was to test\n",
               Name(path));
  }
  return kViolation;
}

}  // namespace heddle::stress
