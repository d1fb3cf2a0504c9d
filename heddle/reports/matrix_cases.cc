// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/matrix_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "checker/report/message.h"

namespace heddle::program {
namespace {

using checker::Count;
using models::Cell;
using models::Matrix;

// Of the cells of which the checker itself has made nothing; empty if there are none.
std::string ErrorsOf(const Matrix& matrix, std::size_t row) {
  std::string errors;
  for (std::size_t column = 0; column < matrix.columns().size(); ++column) {
    const Cell* const cell = matrix.At(row, column);
    if (cell != nullptr && !cell->error.empty()) {
      errors += fmt::format("{}{}: {}", errors.empty() ? "" : "; ",
                            matrix.columns()[column].model->name, cell->error);
    }
  }
  return errors;
}

// A line for each cell.
std::string CellsOf(const Matrix& matrix, std::size_t row) {
  std::string lines;
  for (std::size_t column = 0; column < matrix.columns().size(); ++column) {
    if (const Cell* const cell = matrix.At(row, column)) {
      lines +=
          fmt::format("{}: {}{}, {}\n", matrix.columns()[column].model->name, Name(cell->outcome),
                      cell->outcome == Cell::Outcome::kFound
                          ? fmt::format(", {} with {}", Name(cell->verdict),
                                        Count(cell->preemptions, "preemption"))
                          : "",
                      Count(cell->executions, "execution"));
    }
  }
  return lines;
}

}  // namespace

bool HasItsModel(const Matrix& matrix, std::size_t row) {
  return std::ranges::any_of(matrix.columns(), [&](const models::Census& column) {
    return column.model->name == matrix.rows()[row]->model;
  });
}

std::vector<JunitCase> CasesOf(const Matrix& matrix) {
  std::vector<JunitCase> cases;
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    const Matrix::Row state = matrix.StateOf(row);
    JunitCase each;
    each.kind = "matrix";
    each.name = matrix.rows()[row]->name;
    each.output = fmt::format("found in {} of {}\n{}", matrix.Found(row),
                              Count(matrix.Touched(row), "model"), CellsOf(matrix, row));
    if (const std::string errors = ErrorsOf(matrix, row); !errors.empty()) {
      each.outcome = JunitCase::Outcome::kError;
      each.type = "no-result";
      each.message = errors;
    } else if (state == Matrix::Row::kUndecided) {
      each.outcome = JunitCase::Outcome::kSkipped;
      each.message = "not decided: a limit came first";
    } else if (state == Matrix::Row::kUntouched) {
      each.outcome = JunitCase::Outcome::kSkipped;
      each.message = "no model asks about what it changes";
    } else if (state == Matrix::Row::kSilent && HasItsModel(matrix, row)) {
      each.outcome = JunitCase::Outcome::kFailed;
      each.type = "not-found";
      each.message = "expected to be found in its model, and no model shows it";
    }
    cases.push_back(std::move(each));
  }
  return cases;
}

}  // namespace heddle::program
