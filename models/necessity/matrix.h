// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_NECESSITY_MATRIX_H_
#define HEDDLE_MODELS_NECESSITY_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "models/faults/fault.h"
#include "models/necessity/cell.h"
#include "models/necessity/census.h"

namespace heddle::models {

// The faults of the catalogue, and the smallest change of every decision, step and access that no
// fault is about alone. What several faults take out, each in a model of another revision, is one
// row, because a row is tried in all models.
std::vector<const Fault*> MatrixRows();

// Faults down, models across. With every decision in place each model passes: they suffice. With
// one taken out some model fails: it is needed; or none does, and then either the design does not
// need it or a model is missing.
class Matrix {
 public:
  // What is known of a row, all its cells taken together.
  enum class Row : std::uint8_t {
    kFound,      // in some model
    kSilent,     // in none, and each model that it touches has been searched to the end
    kUndecided,  // in none, and not each has
    kUntouched,  // no model asks about what it changes
  };

  Matrix(std::vector<const Fault*> rows, std::vector<Census> columns);

  const std::vector<const Fault*>& rows() const { return rows_; }
  const std::vector<Census>& columns() const { return columns_; }

  // Cells that are to be looked into, by their number: those whose fault touches their model.
  struct Place {
    std::size_t row;
    std::size_t column;
  };
  const std::vector<Place>& places() const { return places_; }
  void Set(const Place& place, Cell cell);

  // Null where the fault does not touch the model, or nobody has looked.
  const Cell* At(std::size_t row, std::size_t column) const;

  Row StateOf(std::size_t row) const;
  // How many cells of the row there are, and in how many it is found.
  std::size_t Touched(std::size_t row) const;
  std::size_t Found(std::size_t row) const;
  // In how many it is found by the effort's way of that number.
  std::size_t FoundBy(std::size_t row, std::size_t way) const;
  // The cell that says most in fewest words: fewest preemptions, then fewest steps. None if the row
  // is not found.
  std::optional<std::size_t> ShortestColumn(std::size_t row) const;

 private:
  std::size_t CountIf(std::size_t row, const std::function<bool(const Cell&)>& is_counted) const;

  std::vector<const Fault*> rows_;
  std::vector<Census> columns_;
  std::vector<Place> places_;
  std::vector<std::optional<Cell>> cells_;  // row by row
};

// "found", "silent", "undecided", "untouched".
std::string_view Name(Matrix::Row state);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_NECESSITY_MATRIX_H_
