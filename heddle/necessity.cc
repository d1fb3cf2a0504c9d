// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/necessity.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "heddle/again.h"
#include "heddle/matrix_json.h"
#include "heddle/process_pool.h"
#include "heddle/run.h"
#include "heddle/search.h"
#include "heddle/subject.h"
#include "models/faults/changes.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using checker::Verdict;
using models::Cell;
using models::Matrix;

Cell Crashed(const models::Effort& effort) {
  Cell cell;
  cell.ways.resize(effort.ways.size());
  cell.error = "the process that looked into it has crashed";
  return cell;
}

Cell NotLookedInto(const models::Effort& effort) {
  Cell cell;
  cell.ways.resize(effort.ways.size());
  cell.message = "interrupted before anything was looked into";
  return cell;
}

bool DemandsMoreThanPromised(std::string_view model) {
  return std::ranges::find(models::DemandingModels(), model, &models::Model::name) !=
         models::DemandingModels().end();
}

std::vector<Verdict> AnyViolation() {
  using enum Verdict;
  return {kRace,     kUninitialized, kAssertion,      kInvariant, kAccounting,
          kContents, kLockRank,      kLockDiscipline, kLostWork,  kLinearizability,
          kDeadlock, kLivelock,      kMisuse,         kLeak};
}

}  // namespace

int JobsOf(const RunOptions& options) {
  return options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
}

void RequireShownByTheDesign(const models::Fault& fault) {
  if (fault.kind == models::Fault::Kind::kControl) {
    throw UsageError(fmt::format("'{0}' is a control: nothing is to be found; see heddle repro {0}",
                                 fault.name));
  }
  if (models::ChangesOf(fault).empty()) {
    throw UsageError(fmt::format("'{0}' changes nothing; see heddle repro {0}", fault.name));
  }
  if (DemandsMoreThanPromised(fault.model)) {
    throw UsageError(fmt::format(
        "'{0}' is a finding, of what no model of the design demands; see heddle repro {0}",
        fault.name));
  }
}

std::vector<models::Census> TakeCensuses(const std::vector<const models::Model*>& models,
                                         const models::Effort& effort) {
  std::vector<models::Census> censuses;
  censuses.reserve(models.size());
  for (const models::Model* const model : models) {
    censuses.push_back(models::TakeCensus(*model, effort.limits));
  }
  return censuses;
}

bool PassAsShipped(const std::vector<models::Census>& columns, const RunOptions& options) {
  const auto fails = [](const models::Census& column) {
    return !column.shipped.violations.empty();
  };
  const auto first = std::ranges::find_if(columns, fails);
  if (first == columns.end()) {
    return true;
  }
  const auto more = static_cast<std::uint64_t>(std::ranges::count_if(columns, fails)) - 1;
  std::fputs(fmt::format("heddle: {} fails as shipped: {}{}\n", first->model->name,
                         Name(first->shipped.verdict()),
                         more == 0 ? "" : fmt::format("; and so for {}", Count(more, "more model")))
                 .c_str(),
             stderr);
  EndWith(fmt::format("heddle check {} --max-steps {}", first->model->name, options.max_steps));
  return false;
}

void Fill(Matrix& matrix, const models::Effort& effort, const RunOptions& options) {
  ProgressLine progress("matrix", options);
  checker::CountProgress cells = {.done = 0, .total = matrix.places().size(), .what = "cells"};
  DoInProcesses(JobsOf(options),
                {.count = matrix.places().size(),
                 .work =
                     [&](std::size_t piece) {
                       const Matrix::Place& place = matrix.places()[piece];
                       return LineOf(models::Examine(*matrix.rows()[place.row],
                                                     matrix.columns()[place.column], effort));
                     },
                 .receive =
                     [&](std::size_t piece, const std::optional<std::string>& text) {
                       matrix.Set(matrix.places()[piece], text ? CellIn(*text) : Crashed(effort));
                       ++cells.done;
                       progress.Show(cells);
                     }});
  for (const Matrix::Place& place : matrix.places()) {
    if (matrix.At(place.row, place.column) == nullptr) {
      matrix.Set(place, NotLookedInto(effort));
    }
  }
}

models::Effort EffortFor(const RunOptions& options) {
  models::Effort effort{.limits = options.Limits(), .ways = {}};
  if (effort.limits.max_executions == 0) {
    effort.limits.max_executions = kCellExecutions;
  }
  return effort;
}

std::vector<models::Census> CensusOfModels(const models::Effort& effort) {
  std::vector<const models::Model*> models;
  models.reserve(models::Models().size());
  for (const models::Model& model : models::Models()) {
    models.push_back(&model);
  }
  return TakeCensuses(models, effort);
}

bool HasErrors(const Matrix& matrix) {
  bool has_errors = false;
  for (const Matrix::Place& place : matrix.places()) {
    const Cell* const cell = matrix.At(place.row, place.column);
    if (cell != nullptr && !cell->error.empty()) {
      std::fputs(fmt::format("heddle: {} in {}: {}\n", matrix.rows()[place.row]->name,
                             matrix.columns()[place.column].model->name, cell->error)
                     .c_str(),
                 stderr);
      has_errors = true;
    }
  }
  return has_errors;
}

Matrix LookEverywhere(const models::Fault& fault, const std::vector<models::Census>& columns,
                      const models::Effort& effort, const RunOptions& options) {
  Matrix matrix({&fault}, columns);
  Fill(matrix, effort, options);
  return matrix;
}

checker::ResultEntry EntryOf(const Matrix& matrix, const Matrix::Place& place,
                             const models::Effort& effort) {
  const models::Fault& fault = *matrix.rows()[place.row];
  const models::Model& model = *matrix.columns()[place.column].model;
  checker::ResultEntry entry =
      EntryFor({.model = &model, .fault = &fault, .oracles = {}, .repaired = {}});
  entry.kind = checker::ResultEntry::Kind::kFault;
  entry.name = fault.name;
  entry.expected = AnyViolation();
  entry.check = models::FindAgain(*matrix.At(place.row, place.column), fault, model, effort.limits);
  return entry;
}

checker::ResultEntry EntryOfNone(const Matrix& matrix, std::size_t row) {
  checker::ResultEntry entry;
  entry.kind = checker::ResultEntry::Kind::kFault;
  entry.name = matrix.rows()[row]->name;
  entry.fault = entry.name;
  entry.expected = AnyViolation();
  entry.check.exhausted = matrix.StateOf(row) == Matrix::Row::kSilent;
  for (std::size_t column = 0; column < matrix.columns().size(); ++column) {
    if (const Cell* const cell = matrix.At(row, column)) {
      entry.check.executions += cell->executions;
      entry.check.blocked += cell->blocked;
    }
  }
  return entry;
}

}  // namespace heddle::program
