// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_MATRIX_JSON_H_
#define HEDDLE_HEDDLE_MATRIX_JSON_H_

#include <string>

#include "heddle/run_options.h"
#include "models/necessity/matrix.h"

namespace heddle::program {

// The command that looks into a cell again: what it finds has as many preemptions.
std::string CommandFor(const models::Cell& cell, const models::Fault& fault,
                       const models::Model& model, const models::Effort& effort);

// The matrix as heddle-matrix/1 (docs/formats.md), with a newline at its end.
std::string MatrixJson(const models::Matrix& matrix, const models::Effort& effort,
                       const RunOptions& options, double seconds);

// A cell on its way from one process to another, in one line.
std::string LineOf(const models::Cell& cell);
models::Cell CellIn(const std::string& line);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_MATRIX_JSON_H_
