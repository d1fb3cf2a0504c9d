// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_MATRIX_TEXT_H_
#define HEDDLE_HEDDLE_MATRIX_TEXT_H_

#include <string>

#include "models/necessity/matrix.h"

namespace heddle::program {

// The matrix for a terminal: faults down, a character for each model across, in groups of one
// revision, and one for each of the other ways of looking; then what the characters mean. Models
// with a name like FAMILY/..., if there are many of them, are one column: found in how many.
std::string MatrixText(const models::Matrix& matrix, const models::Effort& effort);

// What the rows come to: how many are found, which nothing needs, and what each way of looking
// has found.
std::string MatrixConclusion(const models::Matrix& matrix, const models::Effort& effort);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_MATRIX_TEXT_H_
