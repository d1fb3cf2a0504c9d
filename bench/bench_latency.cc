// SPDX-License-Identifier: BSD-3-Clause
//
// How long an allocation takes while memory goes back to the system, under the revisions of the
// scavenger: what the last of them, R4, was made for. Lines of JSON on standard output;
// docs/benchmarks.md says what they mean.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bench/latency/allocating.h"
#include "bench/latency/distribution.h"
#include "bench/latency/timed_sync.h"
#include "core/scavenger/revision.h"
#include "core/sync/std_sync.h"

namespace heddle::bench {
namespace {

using core::Revision;

struct Cost {
  const char* name;
  std::chrono::microseconds at_least;
  bool scavenges = true;
};

constexpr Cost kCosts[] = {{"none", std::chrono::microseconds(0), false},
                           {"madvise", std::chrono::microseconds(0)},
                           {"10us", std::chrono::microseconds(10)},
                           {"100us", std::chrono::microseconds(100)}};

struct Options {
  unsigned threads = 1;
  double seconds = 3;
  std::vector<std::string> releases;
};

LatencyWork WorkOf(const Cost& cost, const Options& options) {
  return {.threads = options.threads,
          .time = std::chrono::duration_cast<std::chrono::nanoseconds>(
              std::chrono::duration<double>(options.seconds)),
          .release_at_least = cost.at_least,
          .scavenges = cost.scavenges};
}

template <Revision kRevision>
void Measure(const Cost& cost, const Options& options) {
  const LatencyWork work = WorkOf(cost, options);
  LatencyResult result = Allocating<core::StdSync, kRevision>(work).Run();
  const auto allocations = static_cast<double>(result.allocations.size());
  nlohmann::ordered_json line = {
      {"name", "latency"},
      {"params",
       {{"revision", core::Name(kRevision)},
        {"release", cost.name},
        {"threads", options.threads},
        {"seconds", options.seconds}}},
      {"allocations_per_second", static_cast<std::uint64_t>(allocations / result.seconds)},
      {"released_mib_per_second",
       static_cast<std::uint64_t>(static_cast<double>(result.released_bytes >> 20) /
                                  result.seconds)},
      {"allocation", Distribution(std::move(result.allocations))}};
  // Again, because to ask for the time twice a section is not free.
  Allocating<TimedSync, kRevision>(work).Run();
  line["heap_lock_held"] = Distribution(HoldTimes::Take());
  std::fputs((line.dump() + "\n").c_str(), stdout);
  std::fflush(stdout);
  const auto us = [](const nlohmann::ordered_json& value) { return value.get<double>() / 1000; };
  const auto& allocation = line["allocation"];
  fmt::print(stderr, "{:<3} {:<8} {:>9} {:>9} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.1f} {:>10.2f}\n",
             core::Name(kRevision), cost.name, line["allocations_per_second"].get<std::uint64_t>(),
             line["released_mib_per_second"].get<std::uint64_t>(), us(allocation["median_ns"]),
             us(allocation["p99_ns"]), us(allocation["p999_ns"]), us(allocation["max_ns"]),
             us(line["heap_lock_held"]["p999_ns"]));
}

void Run(const Options& options) {
  fmt::print(stderr, "{:<3} {:<8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10}\n", "", "release",
             "allocs/s", "MiB/s", "p50 us", "p99 us", "p99.9 us", "max us", "held p99.9");
  for (const Cost& cost : kCosts) {
    if (!options.releases.empty() &&
        std::ranges::find(options.releases, cost.name) == options.releases.end()) {
      continue;
    }
    Measure<Revision::kR2>(cost, options);
    Measure<Revision::kR3>(cost, options);
    Measure<Revision::kR4>(cost, options);
  }
}

}  // namespace
}  // namespace heddle::bench

int main(int argc, char** argv) {
  try {
    heddle::bench::Options options;
    CLI::App app("How long an allocation takes while memory goes back to the system.");
    app.add_option("--threads", options.threads, "threads that allocate, beside the scavenger")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--time", options.seconds, "of each measurement, in seconds")
        ->check(CLI::Range(0.01, 3600.0))
        ->capture_default_str();
    app.add_option("--release", options.releases,
                   "what a release takes; may be repeated, all by default")
        ->check(CLI::IsMember({"none", "madvise", "10us", "100us"}));
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? 0 : 2;
    }
    heddle::bench::Run(options);
    return 0;
  } catch (const std::exception& error) {
    std::fputs(("bench_latency: " + std::string(error.what()) + "\n").c_str(), stderr);
    return 4;
  }
}
