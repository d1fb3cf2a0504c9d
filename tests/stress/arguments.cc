// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <random>
#include <utility>

#include "checker/process/shell_quoted.h"
#include "core/sync/perturbation.h"
#include "heddle/decimal.h"
#include "heddle/seconds.h"
#include "tests/stress/changes.h"
#include "tests/stress/failure.h"
#include "tests/stress/stress.h"

namespace heddle::stress {
namespace {

using checker::ShellQuoted;
using core::Revision;
using program::AsDecimal;
using program::AsSeconds;

constexpr char kRevision[] = "R4";
constexpr double kLongest = 0.0002;  // seconds
constexpr double kLongestAtPlaces = 0.002;
// To have a failure again: its heap comes first.
constexpr double kAgain = 10;

Revision RevisionNamed(const std::string& name) {
  for (const Revision revision : {Revision::kR1, Revision::kR2, Revision::kR3, Revision::kR4}) {
    if (name == core::Name(revision)) {
      return revision;
    }
  }
  throw ArgumentError(fmt::format("unknown revision '{}'; expected R1, R2, R3 or R4", name));
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
std::string Words(const Arguments& arguments, std::uint64_t seed, double seconds) {
  std::string words = fmt::format("--revision {} --seed {} --time {}s",
                                  arguments.revision.value_or(kRevision), seed, seconds);
  const Arguments usual;
  if (arguments.mutators != usual.mutators) {
    words += fmt::format(" --mutators {}", arguments.mutators);
  }
  if (arguments.round_seconds != usual.round_seconds) {
    words += fmt::format(" --round {}s", arguments.round_seconds);
  }
  for (const std::string& change : arguments.changes) {
    words += " --change " + ShellQuoted(change);
  }
  if (arguments.perturb != 0) {
    words += fmt::format(" --perturb {}", arguments.perturb);
  }
  if (arguments.longest_seconds) {
    words += fmt::format(" --longest {}s", *arguments.longest_seconds);
  }
  for (const std::string& place : arguments.places) {
    words += " --at " + ShellQuoted(place);
  }
  words += arguments.oracles ? "" : " --without-oracles";
  words += arguments.demand_paths ? " --demand-paths" : "";
  return words + (arguments.told.empty() ? "" : " " + arguments.told);
}

void RequireDelays(const Arguments& arguments) {
  const bool is_delayed =
      arguments.perturb != 0 || !arguments.places.empty() || !arguments.more_places.empty();
  if (arguments.longest_seconds && !is_delayed) {
    throw ArgumentError("--longest is for delays: expected --perturb or --at, found neither");
  }
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
  const core::PerturbationPlan& plan = options.perturbation;
  for (std::size_t i = 0; i < plan.places.size(); ++i) {
    fmt::print("  {} delays at {}:{}\n", (*plan.waits)[i], plan.places[i].file,
               plan.places[i].line);
  }
}

// That there were delays where they were asked for: at every place of the arguments, and at one at
// least of a caller's, whose places are not all a heap's.
void RequireWaits(const Arguments& arguments, const core::PlaceWaits& waits) {
  std::vector<std::string> missed;
  for (std::size_t i = 0; i < arguments.places.size(); ++i) {
    if (waits[i] == 0) {
      missed.push_back(arguments.places[i]);
    }
  }
  std::uint64_t more = 0;
  for (std::size_t i = 0; i < arguments.more_places.size(); ++i) {
    more += waits[arguments.places.size() + i];
  }
  if (!arguments.more_places.empty() && more == 0) {
    missed.push_back("any place of " + arguments.told);
  }
  if (!missed.empty()) {
    throw ArgumentError(fmt::format(
        "expected places with an operation on a lock, an atomic, a published cell or an event that "
        "threads come by; in this run none was delayed at {}",
        fmt::join(missed, " or ")));
  }
}

// Whether it has come by all that it was to.
bool IsEnough(const StressOptions& options, const StressReport& report, const std::string& again) {
  const std::vector<Path> missing = PathsNotTaken(options, report);
  if (!options.demand_paths || missing.empty()) {
    return true;
  }
  std::vector<std::string> names;
  names.reserve(missing.size());
  for (const Path path : missing) {
    names.push_back(fmt::format("'{}'", Name(path)));
  }
  std::fflush(stdout);
  fmt::print(stderr,
             "heddle: stress: nothing came by {}, which this run was to test\nheddle: again:\n{}\n",
             fmt::join(names, " or "), again);
  return false;
}

}  // namespace

void AddArguments(CLI::App& app, Arguments& arguments) {
  app.add_option("--revision", arguments.revision, "R1, R2, R3 or R4 (default R4)")->type_name("R");
  app.add_option("--time", arguments.seconds, "How long, such as 30s or 2m (default 10s)")
      ->type_name("TIME")
      ->transform(AsSeconds());
  app.add_option("--round", arguments.round_seconds,
                 "How long between two rests, at which everything is counted (default 250ms)")
      ->type_name("TIME")
      ->transform(AsSeconds());
  app.add_option("--seed", arguments.seed, "What the threads do (default: another each time)")
      ->type_name("N")
      ->transform(AsDecimal());
  app.add_option("--mutators", arguments.mutators, "Threads that allocate (default 4)")
      ->type_name("N")
      ->transform(AsDecimal(1, 64));
  app.add_option("--change", arguments.changes,
                 "Put this into the design: drop:DECISION, skip:STEP, weaken:ACCESS=ORDER, or "
                 "order:ACCESS=ORDER for an order that is not weaker")
      ->type_name("CHANGE");
  CLI::Option* const perturb =
      app.add_option("--perturb", arguments.perturb,
                     "Delay threads at one synchronization point in N (default: at none)");
  perturb->type_name("N")->transform(AsDecimal(1, 1'000'000));
  app.add_option("--at", arguments.places,
                 "Delay threads at this line of the source, and nowhere else")
      ->type_name("FILE:LINE")
      ->excludes(perturb);
  app.add_option("--longest", arguments.longest_seconds,
                 "The longest delay (default 200us, with --at 2ms)")
      ->type_name("TIME")
      ->transform(AsSeconds());
  app.add_flag("!--without-oracles", arguments.oracles,
               "Look at nothing but what the program checks as it ships");
  app.add_option("--progress", arguments.progress_seconds,
                 "Print speed and resident memory every TIME (default: never)")
      ->type_name("TIME")
      ->transform(AsSeconds());
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

std::uint64_t AnySeed() { return std::random_device{}() % 1'000'000; }

int RunStress(const Arguments& arguments, const std::string& program,
              const std::function<bool()>& is_stopped) {
  RequireDelays(arguments);
  const std::uint64_t seed = arguments.seed.has_value() ? *arguments.seed : AnySeed();
  StressOptions options{
      .revision = RevisionNamed(arguments.revision.value_or(kRevision)),
      .time = Rounded<std::chrono::milliseconds>(arguments.seconds),
      .round = Rounded<std::chrono::milliseconds>(arguments.round_seconds),
      .seed = seed,
      .mutators = arguments.mutators,
      .perturbation = PlanOf(arguments),
      .protocol = ProtocolOf(arguments),
      .oracles = arguments.oracles,
      .demand_paths = arguments.demand_paths,
      .progress = Rounded<std::chrono::milliseconds>(arguments.progress_seconds),
      .is_stopped =
          [&] {
            if (arguments.listener) {
              arguments.listener(false);
            }
            return is_stopped && is_stopped();
          },
      .again =
          [&](std::uint64_t seed_of_heap) {
            return program + " " +
                   Words(arguments, seed_of_heap, std::min(arguments.seconds, kAgain));
          },
  };
  core::PlaceWaits waits(options.perturbation.places.size());
  options.perturbation.waits = &waits;
  fmt::print("seed {}\n", seed);
  for (const core::SourcePlace& place : arguments.more_places) {
    fmt::print("delays threads at {}:{}\n", place.file, place.line);
  }
  std::fflush(stdout);  // whatever becomes of the run
  StressReport report;
  Stress(options, report);
  if (arguments.listener) {
    arguments.listener(true);
  }
  Print(options, report);
  if (is_stopped && is_stopped()) {
    return 0;  // much may be missing for that
  }
  RequireWaits(arguments, waits);
  if (options.protocol) {
    RequireAsked(*options.protocol, report.asked, options.revision);
  }
  const std::string again = program + " " + Words(arguments, seed, arguments.seconds);
  return IsEnough(options, report, again) ? 0 : kViolation;
}

}  // namespace heddle::stress
