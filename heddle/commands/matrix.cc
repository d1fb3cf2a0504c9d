// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checker/report/message.h"
#include "checker/search/strategy_name.h"
#include "heddle/commands/commands.h"
#include "heddle/html/page.h"
#include "heddle/matrix_json.h"
#include "heddle/matrix_text.h"
#include "heddle/necessity.h"
#include "heddle/output_file.h"
#include "heddle/reports/junit.h"
#include "heddle/reports/matrix_cases.h"
#include "heddle/subject.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using models::Census;
using models::Fault;
using models::Matrix;
using models::Model;

const std::vector<std::string> kWays = {"random",    "bounded:0",   "bounded:1",
                                        "bounded:2", "relacy-full", "relacy-bound:2"};

std::vector<checker::StrategyName> Ways(const std::vector<std::string>& names) {
  std::vector<checker::StrategyName> ways;
  for (const std::string& name : names.empty() ? kWays : names) {
    const checker::StrategyName way = StrategyNamed(name);
    if (std::ranges::find(ways, way) == ways.end()) {
      ways.push_back(way);
    }
  }
  return ways;
}

std::vector<const Model*> Columns(const std::vector<std::string>& names,
                                  const std::string& revision) {
  const RevisionFilter filter(revision);
  std::vector<const Model*> columns;
  const auto add = [&](const Model& model) {
    if (filter.Admits(model) && std::ranges::find(columns, &model) == columns.end()) {
      columns.push_back(&model);
    }
  };
  for (const std::string& name : names) {
    const Model& model = ModelNamed(name);
    RequireNoWorkload(model, "matrix");
    add(model);
  }
  if (names.empty()) {
    std::ranges::for_each(models::Models(), add);
  }
  if (columns.empty()) {
    throw UsageError(fmt::format("none of the models is of revision {}", revision));
  }
  return columns;
}

std::vector<const Fault*> Rows(const std::vector<std::string>& names) {
  if (names.empty()) {
    return models::MatrixRows();
  }
  std::vector<const Fault*> rows;
  for (const std::string& name : names) {
    const Fault& fault = FaultNamed(name);
    RequireShownByTheDesign(fault);
    if (std::ranges::find(rows, &fault) == rows.end()) {
      rows.push_back(&fault);
    }
  }
  return rows;
}

models::Effort EffortOf(const MatrixRequest& request, const RunOptions& options) {
  models::Effort effort = EffortFor(options);
  effort.ways = Ways(request.ways);
  effort.budget = request.budget;
  return effort;
}

// A fault that its own model does not show is not as expected. That nothing needs a decision is no
// failure: it is what the matrix is for.
ExitStatus StatusOfRows(const Matrix& matrix) {
  ExitStatus status = kAsExpected;
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    const Matrix::Row state = matrix.StateOf(row);
    if (state == Matrix::Row::kUndecided && status == kAsExpected) {
      status = kUndecided;
    } else if (state == Matrix::Row::kSilent && HasItsModel(matrix, row)) {
      status = kViolation;
    }
  }
  return status;
}

}  // namespace

ExitStatus ShowMatrix(const MatrixRequest& request, const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const models::Effort effort = EffortOf(request, options);
  const std::vector<const Model*> models = Columns(request.models, options.revision);
  const std::vector<const Fault*> faults = Rows(request.faults);
  std::optional<OutputFile> json;
  if (!options.json.empty()) {
    json.emplace(options.json);
  }
  std::optional<OutputFile> junit;
  if (!options.junit.empty()) {
    junit.emplace(options.junit);
  }
  std::optional<OutputFile> page;
  if (!options.html.empty()) {
    page.emplace(options.html);
  }
  const std::vector<Census> columns = TakeCensuses(models, effort);
  if (!PassAsShipped(columns, options)) {
    return kViolation;
  }
  Matrix matrix(faults, columns);
  fmt::print("{}, {}, {} where one touches the other; seed {}\n\n",
             checker::Count(faults.size(), "row"), checker::Count(models.size(), "model"),
             checker::Count(matrix.places().size(), "cell"), effort.limits.seed);
  Fill(matrix, effort, options);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!options.quiet) {
    fmt::print("{}\n", MatrixText(matrix, effort));
  }
  fmt::print("{}{:.1f} s, --jobs {}\n", MatrixConclusion(matrix, effort), seconds, JobsOf(options));
  const std::string file =
      json || page ? MatrixJson(matrix, effort, options, seconds) : std::string();
  if (json) {
    json->Commit(file);
  }
  if (junit) {
    junit->Commit(ToJunit(ProducedHere(options, effort.limits.seed), CasesOf(matrix)));
  }
  if (page) {
    page->Commit(Page(PageKind::kMatrix, file));
    fmt::print("page: {}\n", options.html);
  }
  return HasErrors(matrix) ? kNoResult : StatusOfRows(matrix);
}

}  // namespace heddle::program
