// SPDX-License-Identifier: BSD-3-Clause

#include "models/necessity/cell.h"

#include <algorithm>
#include <exception>
#include <memory>

#include "checker/report/message.h"

namespace heddle::models {
namespace {

using checker::CheckOptions;
using checker::CheckResult;
using checker::StrategyName;

std::unique_ptr<checker::Program> MakeFaulty(const Fault& fault, const Model& model) {
  ModelOptions options;
  fault.apply(options.protocol);
  return model.make(options);
}

CheckOptions Under(const StrategyName& strategy, const CheckOptions& limits) {
  CheckOptions options = limits;
  options.strategy = strategy;
  return options;
}

// A search that was stopped may have missed what two preemptions show.
constexpr unsigned kPreemptionsIfUnknown = 2;

Cell::Outcome OutcomeOf(const CheckResult& result) {
  if (!result.violations.empty()) {
    return Cell::Outcome::kFound;
  }
  return result.exhausted ? Cell::Outcome::kSilent : Cell::Outcome::kUndecided;
}

void Describe(const checker::Violation& violation, bool is_fewest, Cell& cell) {
  cell.outcome = Cell::Outcome::kFound;
  cell.verdict = violation.verdict;
  cell.message = checker::MessageOf(violation);
  cell.preemptions = violation.preemptions;
  cell.steps = violation.steps;
  cell.is_fewest = is_fewest;
}

void SearchExhaustively(checker::Program& program, const CheckOptions& limits, Cell& cell) {
  const CheckResult all = checker::Check(program, Under({}, limits));
  cell.executions = all.executions;
  cell.blocked = all.blocked;
  cell.outcome = OutcomeOf(all);
  unsigned most = kPreemptionsIfUnknown;
  if (cell.outcome == Cell::Outcome::kSilent) {
    return;
  }
  if (cell.outcome == Cell::Outcome::kFound) {
    Describe(all.violations.front(), /*is_fewest=*/false, cell);
    most = static_cast<unsigned>(cell.preemptions);
  }
  const CheckResult fewest = checker::CheckWithFewestPreemptions(program, most, limits);
  if (!fewest.violations.empty()) {
    Describe(fewest.violations.front(), /*is_fewest=*/true, cell);
  }
}

}  // namespace

std::string_view Name(Cell::Outcome outcome) {
  switch (outcome) {
    case Cell::Outcome::kFound:
      return "found";
    case Cell::Outcome::kSilent:
      return "silent";
    case Cell::Outcome::kUndecided:
      break;
  }
  return "undecided";
}

std::uint64_t Effort::BudgetOf(const Census& column) const {
  return budget != 0 ? budget : std::max<std::uint64_t>(column.Executions(), 1);
}

Cell Examine(const Fault& fault, const Census& column, const Effort& effort) {
  Cell cell;
  try {
    const auto program = MakeFaulty(fault, *column.model);
    SearchExhaustively(*program, effort.limits, cell);
    for (const StrategyName& way : effort.ways) {
      CheckOptions options = Under(way, effort.limits);
      options.max_executions = effort.BudgetOf(column);
      const CheckResult result = checker::Check(*program, options);
      cell.ways.push_back({OutcomeOf(result), result.executions + result.blocked});
    }
  } catch (const std::exception& error) {
    cell = {};
    cell.ways.resize(effort.ways.size());
    cell.error = error.what();
  }
  return cell;
}

CheckResult FindAgain(const Cell& cell, const Fault& fault, const Model& model,
                      const CheckOptions& limits) {
  const auto program = MakeFaulty(fault, model);
  return cell.is_fewest ? checker::CheckWithFewestPreemptions(
                              *program, static_cast<unsigned>(cell.preemptions), limits)
                        : checker::Check(*program, Under({}, limits));
}

}  // namespace heddle::models
