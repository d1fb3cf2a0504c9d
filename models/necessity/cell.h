// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_NECESSITY_CELL_H_
#define HEDDLE_MODELS_NECESSITY_CELL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/check.h"
#include "models/faults/fault.h"
#include "models/necessity/census.h"

namespace heddle::models {

// How cells are looked into. Nothing in it depends on the clock, unless `limits` have seconds.
struct Effort {
  // Of each search, its strategy aside.
  checker::CheckOptions limits;
  // Other ways of looking, which are compared with the exhaustive search.
  std::vector<checker::StrategyName> ways;
  // How many executions each of these has; 0: as many as the exhaustive search takes for the model
  // as shipped, which is what it costs to know that the model passes.
  std::uint64_t budget = 0;

  std::uint64_t BudgetOf(const Census& column) const;
};

// A fault in a model.
struct Cell {
  enum class Outcome : std::uint8_t {
    kFound,
    kSilent,     // searched to the end, and nothing is wrong
    kUndecided,  // a limit came first, or a sample that is no proof
  };

  struct Way {
    Outcome outcome = Outcome::kUndecided;
    std::uint64_t executions = 0;  // those given up included
  };

  Outcome outcome = Outcome::kUndecided;
  std::uint64_t executions = 0;  // of the exhaustive search
  std::uint64_t blocked = 0;

  // If found: with the fewest preemptions, and then the fewest steps that were found.
  checker::Verdict verdict = checker::Verdict::kPass;
  std::string message;
  std::uint64_t preemptions = 0;
  std::uint64_t steps = 0;
  // No execution with fewer preemptions goes wrong. Else it is the exhaustive search's own, and
  // a limit came before a better one.
  bool is_fewest = false;
  // Of the effort's, in their order.
  std::vector<Way> ways;
  // Why there is no answer, if not for a limit.
  std::string error;
};

// "found", "silent", "undecided".
std::string_view Name(Cell::Outcome outcome);

// Throws nothing: a program that is not deterministic is a cell with an error.
Cell Examine(const Fault& fault, const Census& column, const Effort& effort);

// Of a cell that is found: the search that found what it describes, with the violation.
checker::CheckResult FindAgain(const Cell& cell, const Fault& fault, const Model& model,
                               const checker::CheckOptions& limits);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_NECESSITY_CELL_H_
