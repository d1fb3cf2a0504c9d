// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/matrix_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/verdict.h"
#include "heddle/build_info.h"
#include "heddle/measured/measured_stress.h"
#include "heddle/subject.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"

namespace heddle::program {
namespace {

using Json = nlohmann::ordered_json;
using models::Cell;
using models::Census;
using models::Effort;
using models::Fault;
using models::Matrix;

Json OrNull(std::string_view text) { return text.empty() ? Json() : Json(text); }

std::string Dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string_view KindOf(const Fault& fault) {
  if (models::FindSingleChange(fault.name) == nullptr) {
    return fault.kind == Fault::Kind::kFinding ? "finding" : "fault";
  }
  const core::Question question = models::ChangesOf(fault).front().question;
  return question.IsDecision() ? "decision" : question.IsStep() ? "step" : "access";
}

Json WaysJson(const Cell& cell, const Effort& effort) {
  Json ways = Json::object();
  for (std::size_t i = 0; i < effort.ways.size() && i < cell.ways.size(); ++i) {
    ways[ToString(effort.ways[i])] = {{"outcome", Name(cell.ways[i].outcome)},
                                      {"executions", cell.ways[i].executions}};
  }
  return ways;
}

Json CellJson(const Cell& cell, const Fault& fault, const models::Model& model,
              const Effort& effort) {
  const bool is_found = cell.outcome == Cell::Outcome::kFound;
  return {{"fault", fault.name},
          {"model", model.name},
          {"outcome", Name(cell.outcome)},
          {"verdict", is_found ? Json(Name(cell.verdict)) : Json()},
          {"preemptions", is_found ? Json(cell.preemptions) : Json()},
          {"fewest", is_found ? Json(cell.is_fewest) : Json()},
          {"steps", is_found ? Json(cell.steps) : Json()},
          {"message", OrNull(cell.error.empty() ? cell.message : cell.error)},
          {"executions", cell.executions},
          {"blocked", cell.blocked},
          {"ways", WaysJson(cell, effort)},
          {"command", CommandFor(cell, fault, model, effort)}};
}

Json ModelsJson(const Matrix& matrix, const Effort& effort) {
  Json list = Json::array();
  for (const Census& column : matrix.columns()) {
    list.push_back({{"name", column.model->name},
                    {"revision", OrNull(RevisionOf(*column.model))},
                    {"verdict", Name(column.shipped.verdict())},
                    {"exhausted", column.shipped.exhausted},
                    {"executions", column.shipped.executions},
                    {"blocked", column.shipped.blocked},
                    {"budget", effort.BudgetOf(column)}});
  }
  return list;
}

// What real threads have found of it; null if that was not measured.
Json StressJson(const Fault& fault) {
  const std::optional<MeasuredStress::OfFault> measured = Measured().Of(fault);
  if (!measured) {
    return {};
  }
  Json json = Json::object();
  for (std::size_t way = 0; way < measured->size(); ++way) {
    const auto& found = (*measured)[way];
    json[std::string(MeasuredStress::kWays[way].name)] =
        found ? Json{{"as", found->as}, {"seconds", found->seconds}} : Json();
  }
  return json;
}

Json FaultsJson(const Matrix& matrix) {
  Json list = Json::array();
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    const Fault& fault = *matrix.rows()[row];
    Json changes = Json::array();
    for (const models::Change& change : models::ChangesOf(fault)) {
      changes.push_back(models::NameOf(change));
    }
    const auto shortest = matrix.ShortestColumn(row);
    list.push_back(
        {{"name", fault.name},
         {"kind", KindOf(fault)},
         {"change", fault.change},
         {"changes", std::move(changes)},
         {"state", Name(matrix.StateOf(row))},
         {"touched", matrix.Touched(row)},
         {"found", matrix.Found(row)},
         {"stress", StressJson(fault)},
         {"shortest_in", shortest ? Json(matrix.columns()[*shortest].model->name) : Json()}});
  }
  return list;
}

Json CellsJson(const Matrix& matrix, const Effort& effort) {
  Json list = Json::array();
  for (const Matrix::Place& place : matrix.places()) {
    if (const Cell* const cell = matrix.At(place.row, place.column)) {
      list.push_back(CellJson(*cell, *matrix.rows()[place.row],
                              *matrix.columns()[place.column].model, effort));
    }
  }
  return list;
}

Json SummaryJson(const Matrix& matrix, const Effort& effort, double seconds) {
  Json rows = {{"found", 0}, {"silent", 0}, {"undecided", 0}, {"untouched", 0}};
  std::size_t cells_found = 0;
  std::vector<std::size_t> rows_by(effort.ways.size());
  std::vector<std::size_t> cells_by(effort.ways.size());
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    Json& count = rows[std::string(Name(matrix.StateOf(row)))];
    count = count.get<std::size_t>() + 1;
    cells_found += matrix.Found(row);
    for (std::size_t way = 0; way < effort.ways.size(); ++way) {
      const std::size_t found = matrix.FoundBy(row, way);
      rows_by[way] += found > 0 ? 1 : 0;
      cells_by[way] += found;
    }
  }
  Json found_by = Json::object();
  found_by["dpor"] = {{"rows", rows["found"]}, {"cells", cells_found}};
  for (std::size_t way = 0; way < effort.ways.size(); ++way) {
    found_by[ToString(effort.ways[way])] = {{"rows", rows_by[way]}, {"cells", cells_by[way]}};
  }
  return {{"rows", std::move(rows)},
          {"cells", matrix.places().size()},
          {"found_by", std::move(found_by)},
          {"seconds", seconds}};
}

}  // namespace

std::string CommandFor(const Cell& cell, const Fault& fault, const models::Model& model,
                       const Effort& effort) {
  const checker::SimulationOptions& simulation = effort.limits.simulation;
  const checker::SimulationOptions otherwise;
  std::string command = fmt::format("heddle check {} --fault {}", model.name, fault.name);
  if (cell.outcome == Cell::Outcome::kFound && cell.is_fewest) {
    command += fmt::format(" --strategy bounded:{}", cell.preemptions);
  }
  if (cell.outcome == Cell::Outcome::kUndecided) {
    command += fmt::format(" --executions {}", effort.limits.max_executions);
  }
  if (simulation.max_steps != otherwise.max_steps) {
    command += fmt::format(" --max-steps {}", simulation.max_steps);
  }
  if (simulation.history_depth != otherwise.history_depth) {
    command += fmt::format(" --depth {}", simulation.history_depth);
  }
  return command;
}

std::string MatrixJson(const Matrix& matrix, const Effort& effort, const RunOptions& options,
                       double seconds) {
  Json ways = Json::array();
  for (const checker::StrategyName& way : effort.ways) {
    ways.push_back(ToString(way));
  }
  const Json json = {
      {"format", "heddle-matrix/1"},
      {"heddle", kVersion},
      {"commit", kCommit},
      {"compiler", kCompiler},
      {"relacy", kRelacy},
      {"options", options.command_line},
      {"seed", effort.limits.seed},
      {"limits",
       {{"executions", effort.limits.max_executions},
        {"seconds", effort.limits.max_seconds > 0 ? Json(effort.limits.max_seconds) : Json()},
        {"max_steps", effort.limits.simulation.max_steps},
        {"depth", effort.limits.simulation.history_depth}}},
      {"budget", effort.budget == 0 ? Json() : Json(effort.budget)},
      {"ways", std::move(ways)},
      {"stress",
       {{"date", Measured().date},
        {"machine", Measured().machine},
        {"seconds", Measured().seconds},
        {"jobs", Measured().jobs}}},
      {"models", ModelsJson(matrix, effort)},
      {"faults", FaultsJson(matrix)},
      {"cells", CellsJson(matrix, effort)},
      {"summary", SummaryJson(matrix, effort, seconds)},
  };
  return Dump(json, 2) + "\n";
}

std::string LineOf(const Cell& cell) {
  Json ways = Json::array();
  for (const Cell::Way& way : cell.ways) {
    ways.push_back({static_cast<int>(way.outcome), way.executions});
  }
  return Dump({static_cast<int>(cell.outcome), cell.executions, cell.blocked,
               static_cast<int>(cell.verdict), cell.message, cell.preemptions, cell.steps,
               cell.is_fewest, cell.error, std::move(ways)},
              -1);
}

Cell CellIn(const std::string& line) {
  const Json json = Json::parse(line);
  Cell cell;
  cell.outcome = static_cast<Cell::Outcome>(json[0].get<int>());
  cell.executions = json[1].get<std::uint64_t>();
  cell.blocked = json[2].get<std::uint64_t>();
  cell.verdict = static_cast<checker::Verdict>(json[3].get<int>());
  cell.message = json[4].get<std::string>();
  cell.preemptions = json[5].get<std::uint64_t>();
  cell.steps = json[6].get<std::uint64_t>();
  cell.is_fewest = json[7].get<bool>();
  cell.error = json[8].get<std::string>();
  for (const Json& way : json[9]) {
    cell.ways.push_back(
        {static_cast<Cell::Outcome>(way[0].get<int>()), way[1].get<std::uint64_t>()});
  }
  return cell;
}

}  // namespace heddle::program
