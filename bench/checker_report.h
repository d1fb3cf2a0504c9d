// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_CHECKER_REPORT_H_
#define HEDDLE_BENCH_CHECKER_REPORT_H_

#include <string>
#include <vector>

#include "bench/checker_cost.h"
#include "bench/checker_measurement.h"
#include "checker/search/strategy_name.h"

namespace heddle::bench {

// What one model took under several strategies, and what an execution of it consists of.
struct ModelReport {
  struct Search {
    checker::StrategyName strategy;
    SearchFigures figures;
  };

  std::string model;
  int threads = 0;
  std::vector<Search> searches;
  ExecutionCost cost;
};

// One line of JSON, with its end.
std::string SearchLine(const ModelReport& report, const ModelReport::Search& search,
                       const Effort& effort);
std::string CostLine(const ModelReport& report, double plain_access_ns);

// All of it for people.
std::string SearchTable(const std::vector<ModelReport>& reports);
// Where the time of an execution goes.
std::string CostTable(const std::vector<ModelReport>& reports, double plain_access_ns);

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_CHECKER_REPORT_H_
