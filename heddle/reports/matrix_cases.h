// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_MATRIX_CASES_H_
#define HEDDLE_HEDDLE_REPORTS_MATRIX_CASES_H_

#include <vector>

#include "heddle/reports/junit.h"
#include "models/necessity/matrix.h"

namespace heddle::program {

// A case for each row of a necessity matrix. One that is silent has failed if its own model is
// among the columns; one that no model asks about, or that a limit came before, is skipped.
std::vector<JunitCase> CasesOf(const models::Matrix& matrix);

// Whether the model that a row's fault is of is a column.
bool HasItsModel(const models::Matrix& matrix, std::size_t row);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_MATRIX_CASES_H_
