// SPDX-License-Identifier: BSD-3-Clause
//
// What searches cost: the workloads and the models of the allocator under our reduced search and
// under Relacy's own ones, in one run. Lines of JSON on standard output, the same as tables on
// standard error at the end.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bench/calibration.h"
#include "bench/checker_measurement.h"
#include "bench/checker_report.h"
#include "checker/search/strategy_name.h"
#include "models/registry.h"

namespace heddle::bench {
namespace {

using checker::StrategyName;

struct Options {
  std::vector<std::string> only;
  std::vector<std::string> strategies = {"dpor", "relacy-full", "relacy-bound:2"};
  Effort effort{.repetitions = 3, .seconds = 5};
};

constexpr std::string_view kPrefix = "workload/";

// A model's name, or a workload's without its prefix.
bool IsNamed(const models::Model& model, std::string_view name) {
  return model.name == name ||
         (model.name.starts_with(kPrefix) && model.name.substr(kPrefix.size()) == name);
}

// Throws CLI::ValidationError if a name is none.
std::vector<const models::Model*> ModelsNamed(const std::vector<std::string>& only) {
  std::vector<const models::Model*> all;
  for (const auto* registry : {&models::Workloads(), &models::Models()}) {
    for (const models::Model& model : *registry) {
      all.push_back(&model);
    }
  }
  if (only.empty()) {
    return all;
  }
  std::vector<const models::Model*> named;
  for (const std::string& name : only) {
    const auto found = std::ranges::find_if(
        all, [&](const models::Model* model) { return IsNamed(*model, name); });
    if (found == all.end()) {
      throw CLI::ValidationError("--only", "there is no model or workload '" + name + "'");
    }
    named.push_back(*found);
  }
  return named;
}

std::vector<StrategyName> StrategiesNamed(const std::vector<std::string>& names) {
  std::vector<StrategyName> strategies;
  for (const std::string& name : names) {
    const auto strategy = checker::ParseStrategyName(name);
    if (!strategy) {
      throw CLI::ValidationError("--strategy", "there is no strategy '" + name + "'");
    }
    strategies.push_back(*strategy);
  }
  return strategies;
}

void Print(const std::string& line) {
  std::fputs(line.c_str(), stdout);
  std::fflush(stdout);
}

ModelReport Measure(const models::Model& model, const std::vector<StrategyName>& strategies,
                    const Effort& effort, double plain_access_ns) {
  ModelReport report;
  report.model = model.name;
  report.threads = model.threads;
  for (const StrategyName& strategy : strategies) {
    report.searches.push_back({strategy, MeasureSearch(model, strategy, effort)});
    Print(SearchLine(report, report.searches.back(), effort));
  }
  report.cost = MeasureCost(model);
  Print(CostLine(report, plain_access_ns));
  return report;
}

// W6 against the faster of the two checkers that exhausted it. Neither can be run here, so what it
// took is scaled from the speed of the machine that it took it on to that of this one.
std::string AgainstRecorded(const SearchFigures& w6) {
  constexpr double kRecordedSeconds = 33.4;
  constexpr double kRecordedStep = 3.54;
  const double step = MeasureCalibrationStep();
  const double theirs = kRecordedSeconds * step / kRecordedStep;
  const double times = theirs / w6.seconds_min;
  const nlohmann::ordered_json line = {{"name", "workload/w6"},
                                       {"params", {{"part", "against_recorded"}}},
                                       {"against", "Nidhugg 0.4, SC, optimal"},
                                       {"calibration_ns_per_step", step},
                                       {"their_seconds_scaled", theirs},
                                       {"our_seconds", w6.seconds_min},
                                       {"times_faster", times}};
  Print(line.dump() + "\n");
  return fmt::format(
      "workload/w6 is exhausted {:.1f} times faster than by Nidhugg 0.4: {:.2f} s against {:.1f} "
      "s, "
      "scaled to\nthis machine from its 33.4 s on another.\n",
      times, w6.seconds_min, theirs);
}

// How much faster two processes are.
std::string WithJobs(const models::Model& model, const Effort& effort) {
  const SpeedUp speed_up = MeasureSpeedUp(model, effort);
  const double times = speed_up.alone / speed_up.two_jobs;
  const nlohmann::ordered_json line = {{"name", model.name},
                                       {"params", {{"part", "jobs"}, {"strategy", "dpor"}}},
                                       {"exhausted", speed_up.exhausted},
                                       {"clock_seconds_alone", speed_up.alone},
                                       {"clock_seconds_one_job", speed_up.one_job},
                                       {"clock_seconds_two_jobs", speed_up.two_jobs},
                                       {"times_faster", times}};
  Print(line.dump() + "\n");
  return fmt::format(
      "{} takes {:.2f} s of the clock alone, {:.2f} s with one job and {:.2f} s with two: {:.2f} "
      "times faster.\n",
      model.name, speed_up.alone, speed_up.one_job, speed_up.two_jobs, times);
}

void Run(const Options& options) {
  const auto models = ModelsNamed(options.only);
  const auto strategies = StrategiesNamed(options.strategies);
  const double plain_access_ns = MeasurePlainAccess();
  std::vector<ModelReport> reports;
  std::string about_w6;
  for (const models::Model* const model : models) {
    reports.push_back(Measure(*model, strategies, options.effort, plain_access_ns));
    for (const ModelReport::Search& search : reports.back().searches) {
      if (model->name == "workload/w6" && search.strategy == StrategyName{} &&
          search.figures.exhausted) {
        about_w6 = AgainstRecorded(search.figures) + WithJobs(*model, options.effort);
      }
    }
  }
  fmt::print(stderr, "\n{}\n{}\n{}", SearchTable(reports), CostTable(reports, plain_access_ns),
             about_w6);
}

}  // namespace
}  // namespace heddle::bench

int main(int argc, char** argv) {
  try {
    heddle::bench::Options options;
    CLI::App app("What the checker's searches cost.");
    app.add_option("--only", options.only, "a model or workload, such as w6; may be repeated");
    app.add_option("--strategy", options.strategies, "how to search; may be repeated")
        ->capture_default_str();
    app.add_option("--reps", options.effort.repetitions,
                   "repetitions of a search that ends in time")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--time", options.effort.seconds, "limit of one search, in seconds")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? 0 : 2;
    }
    heddle::bench::Run(options);
    return 0;
  } catch (const std::exception& error) {
    std::fputs(("bench_checker: " + std::string(error.what()) + "\n").c_str(), stderr);
    return 4;
  }
}
