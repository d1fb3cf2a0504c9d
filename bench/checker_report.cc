// SPDX-License-Identifier: BSD-3-Clause

#include "bench/checker_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace heddle::bench {
namespace {

using checker::StrategyName;
using Json = nlohmann::ordered_json;

constexpr double kMebibyte = 1 << 20;

const SearchFigures* FindDpor(const ModelReport& report) {
  const auto found =
      std::ranges::find(report.searches, StrategyName{}, &ModelReport::Search::strategy);
  return found == report.searches.end() ? nullptr : &found->figures;
}

// "pass", "assertion", or how it ended otherwise.
std::string Outcome(const SearchFigures& figures) {
  if (figures.verdict != checker::Verdict::kPass) {
    return std::string(Name(figures.verdict));
  }
  return figures.exhausted ? "exhausted" : "stopped";
}

// How many times faster the reduced search ended than this one; a lower bound if this one did not.
std::string TimesFaster(const SearchFigures* dpor, const SearchFigures& other) {
  if (dpor == nullptr || dpor == &other || !dpor->exhausted ||
      other.verdict != checker::Verdict::kPass) {
    return "";
  }
  return fmt::format("{}{:.1f}", other.exhausted ? "" : ">", other.seconds_min / dpor->seconds_min);
}

}  // namespace

std::string SearchLine(const ModelReport& report, const ModelReport::Search& search,
                       const Effort& effort) {
  const SearchFigures& figures = search.figures;
  const Json line = {{"name", report.model},
                     {"params",
                      {{"strategy", ToString(search.strategy)},
                       {"threads", report.threads},
                       {"seconds_limit", effort.seconds}}},
                     {"ns_per_op_min", figures.NanosecondsPerExecution(figures.seconds_min)},
                     {"ns_per_op_median", figures.NanosecondsPerExecution(figures.seconds_median)},
                     {"executions", figures.executions},
                     {"blocked", figures.blocked},
                     {"exhausted", figures.exhausted},
                     {"verdict", std::string(Name(figures.verdict))},
                     {"seconds_min", figures.seconds_min},
                     {"seconds_median", figures.seconds_median},
                     {"executions_per_second", figures.ExecutionsPerSecond()},
                     {"steps_per_execution", figures.StepsPerExecution()},
                     {"ns_per_step", figures.NanosecondsPerStep()},
                     {"peak_bytes", figures.peak_bytes}};
  return line.dump() + "\n";
}

std::string CostLine(const ModelReport& report, double plain_access_ns) {
  const ExecutionCost& cost = report.cost;
  const Json line = {{"name", report.model},
                     {"params", {{"part", "cost"}, {"strategy", "dpor"}}},
                     {"execution_ns", cost.execution_ns},
                     {"setup_ns", cost.setup_ns},
                     {"finish_ns", cost.finish_ns},
                     {"steps", cost.steps},
                     {"plain_accesses", cost.plain_accesses},
                     {"plain_access_ns", plain_access_ns}};
  return line.dump() + "\n";
}

std::string SearchTable(const std::vector<ModelReport>& reports) {
  std::string table;
  const auto add = std::back_inserter(table);
  fmt::format_to(add, "{:<27} {:<15} {:>11} {:>8} {:<10} {:>9} {:>11} {:>8} {:>8} {:>10}\n",
                 "model", "strategy", "executions", "blocked", "ended", "seconds", "exec/s",
                 "ns/step", "MiB", "dpor is x");
  for (const ModelReport& report : reports) {
    const SearchFigures* const dpor = FindDpor(report);
    for (const ModelReport::Search& search : report.searches) {
      const SearchFigures& figures = search.figures;
      fmt::format_to(
          add, "{:<27} {:<15} {:>11} {:>8} {:<10} {:>9.4f} {:>11.0f} {:>8.0f} {:>8.1f} {:>10}\n",
          report.model, ToString(search.strategy), figures.executions, figures.blocked,
          Outcome(figures), figures.seconds_min, figures.ExecutionsPerSecond(),
          figures.NanosecondsPerStep(), static_cast<double>(figures.peak_bytes) / kMebibyte,
          TimesFaster(dpor, figures));
    }
  }
  return table;
}

std::string CostTable(const std::vector<ModelReport>& reports, double plain_access_ns) {
  std::string table;
  const auto add = std::back_inserter(table);
  fmt::format_to(add, "{:<27} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>6} {:>8}\n",
                 "an execution under dpor", "ns", "setup", "finish", "accesses", "ns", "steps' ns",
                 "steps", "ns/step");
  for (const ModelReport& report : reports) {
    const ExecutionCost& cost = report.cost;
    const double plain_ns = plain_access_ns * cost.plain_accesses;
    const double steps_ns = cost.execution_ns - cost.setup_ns - cost.finish_ns - plain_ns;
    fmt::format_to(
        add, "{:<27} {:>9.0f} {:>8.0f} {:>8.0f} {:>8.0f} {:>9.0f} {:>9.0f} {:>6.1f} {:>8.0f}\n",
        report.model, cost.execution_ns, cost.setup_ns, cost.finish_ns, cost.plain_accesses,
        plain_ns, steps_ns, cost.steps, steps_ns / cost.steps);
  }
  fmt::format_to(add, "A race-checked access takes {:.1f} ns.\n", plain_access_ns);
  return table;
}

}  // namespace heddle::bench
