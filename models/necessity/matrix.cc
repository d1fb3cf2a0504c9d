// SPDX-License-Identifier: BSD-3-Clause

#include "models/necessity/matrix.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "models/faults/catalogue.h"
#include "models/faults/changes.h"

namespace heddle::models {

std::vector<const Fault*> MatrixRows() {
  std::vector<const Fault*> rows;
  std::vector<std::vector<Change>> known;
  const auto add = [&](const Fault& fault) {
    const std::vector<Change> changes = ChangesOf(fault);
    if (std::ranges::find(known, changes) == known.end()) {
      rows.push_back(&fault);
      known.push_back(changes);
    }
  };
  std::ranges::for_each(Faults(), add);
  for (const Fault* const change : SmallestChanges()) {
    add(*change);
  }
  return rows;
}

std::string_view Name(Matrix::Row state) {
  switch (state) {
    case Matrix::Row::kFound:
      return "found";
    case Matrix::Row::kSilent:
      return "silent";
    case Matrix::Row::kUndecided:
      return "undecided";
    case Matrix::Row::kUntouched:
      break;
  }
  return "untouched";
}

Matrix::Matrix(std::vector<const Fault*> rows, std::vector<Census> columns)
    : rows_(std::move(rows)), columns_(std::move(columns)), cells_(rows_.size() * columns_.size()) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (columns_[column].IsTouchedBy(*rows_[row])) {
        places_.push_back({row, column});
      }
    }
  }
}

void Matrix::Set(const Place& place, Cell cell) {
  cells_[place.row * columns_.size() + place.column] = std::move(cell);
}

const Cell* Matrix::At(std::size_t row, std::size_t column) const {
  const std::optional<Cell>& cell = cells_[row * columns_.size() + column];
  return cell ? &*cell : nullptr;
}

std::size_t Matrix::CountIf(std::size_t row,
                            const std::function<bool(const Cell&)>& is_counted) const {
  std::size_t count = 0;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const Cell* const cell = At(row, column);
    count += cell != nullptr && is_counted(*cell) ? 1 : 0;
  }
  return count;
}

Matrix::Row Matrix::StateOf(std::size_t row) const {
  if (Found(row) > 0) {
    return Row::kFound;
  }
  const std::size_t touched = Touched(row);
  if (touched == 0) {
    return Row::kUntouched;
  }
  const std::size_t silent =
      CountIf(row, [](const Cell& cell) { return cell.outcome == Cell::Outcome::kSilent; });
  return silent == touched ? Row::kSilent : Row::kUndecided;
}

std::size_t Matrix::Touched(std::size_t row) const {
  return static_cast<std::size_t>(std::ranges::count(places_, row, &Place::row));
}

std::size_t Matrix::Found(std::size_t row) const {
  return CountIf(row, [](const Cell& cell) { return cell.outcome == Cell::Outcome::kFound; });
}

std::size_t Matrix::FoundBy(std::size_t row, std::size_t way) const {
  return CountIf(row, [way](const Cell& cell) {
    return way < cell.ways.size() && cell.ways[way].outcome == Cell::Outcome::kFound;
  });
}

std::optional<std::size_t> Matrix::ShortestColumn(std::size_t row) const {
  std::optional<std::size_t> best;
  const auto size = [](const Cell& cell) { return std::tuple(cell.preemptions, cell.steps); };
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const Cell* const cell = At(row, column);
    if (cell != nullptr && cell->outcome == Cell::Outcome::kFound &&
        (!best || size(*cell) < size(*At(row, *best)))) {
      best = column;
    }
  }
  return best;
}

}  // namespace heddle::models
