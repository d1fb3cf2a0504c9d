// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/matrix_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/report/message.h"
#include "heddle/measured/measured_stress.h"
#include "heddle/subject.h"
#include "heddle/wrapped.h"

namespace heddle::program {
namespace {

using checker::Count;
using models::Cell;
using models::Effort;
using models::Matrix;

// Families of models that are shown as one column have at least so many.
constexpr std::size_t kManyModels = 8;

// Models beside each other: either each has a column, or all of them share one.
struct Group {
  std::string title;
  std::vector<std::size_t> columns;
  bool is_family = false;

  std::size_t Width() const {
    const std::size_t shared = fmt::format("{0}/{0}", columns.size()).size();
    return std::max(title.size(), is_family ? shared : columns.size());
  }
};

// "pairs" of "r3/pairs/...": what is between the prefix of the revision and a slash.
std::string FamilyOf(const models::Model& model) {
  std::string_view name = model.name;
  for (const std::string_view prefix : {"r1/", "r2/", "r3/"}) {
    if (name.starts_with(prefix)) {
      name.remove_prefix(prefix.size());
      break;
    }
  }
  const std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? "" : std::string(name.substr(0, slash));
}

std::vector<Group> GroupsOf(const Matrix& matrix) {
  std::vector<Group> groups;
  const auto add = [&groups](const std::string& title, bool is_family, std::size_t column) {
    auto group = std::ranges::find(groups, std::pair(title, is_family), [](const Group& each) {
      return std::pair(each.title, each.is_family);
    });
    if (group == groups.end()) {
      group = groups.insert(group, {.title = title, .columns = {}, .is_family = is_family});
    }
    group->columns.push_back(column);
  };
  const auto& columns = matrix.columns();
  const auto size_of_family = [&](const std::string& family) {
    return static_cast<std::size_t>(std::ranges::count_if(
        columns, [&](const auto& column) { return FamilyOf(*column.model) == family; }));
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string family = FamilyOf(*columns[i].model);
    if (!family.empty() && size_of_family(family) >= kManyModels) {
      add(family, /*is_family=*/true, i);
    } else {
      const std::string revision = RevisionOf(*columns[i].model);
      add(revision.empty() ? "-" : revision, /*is_family=*/false, i);
    }
  }
  std::ranges::sort(groups, {}, [](const Group& group) {  // families last
    return std::pair(group.is_family, group.columns.front());
  });
  return groups;
}

char CharacterOf(const Cell* cell) {
  if (cell == nullptr) {
    return ' ';
  }
  if (!cell->error.empty()) {
    return '!';
  }
  switch (cell->outcome) {
    case Cell::Outcome::kSilent:
      return '.';
    case Cell::Outcome::kUndecided:
      return '?';
    case Cell::Outcome::kFound:
      break;
  }
  const bool is_digit = cell->is_fewest && cell->preemptions < 10;
  return is_digit ? static_cast<char>('0' + cell->preemptions) : '*';
}

std::string FamilyText(const Matrix& matrix, std::size_t row, const Group& group) {
  std::size_t touched = 0;
  std::size_t found = 0;
  for (const std::size_t column : group.columns) {
    const Cell* const cell = matrix.At(row, column);
    touched += cell != nullptr ? 1 : 0;
    found += cell != nullptr && cell->outcome == Cell::Outcome::kFound ? 1 : 0;
  }
  return touched == 0 ? "" : fmt::format("{}/{}", found, touched);
}

char LetterOf(std::size_t way) { return static_cast<char>('a' + way % 26); }

std::string_view RemarkOn(Matrix::Row state) {
  switch (state) {
    case Matrix::Row::kFound:
      return "";
    case Matrix::Row::kSilent:
      return "  <- needed by nothing here";
    case Matrix::Row::kUndecided:
      return "  <- undecided";
    case Matrix::Row::kUntouched:
      break;
  }
  return "  <- in no model";
}

char CharacterOf(const std::optional<MeasuredStress::Found>& found) {
  if (!found) {
    return '.';
  }
  return found->IsRace() ? 'R' : '+';
}

// Of real threads; blank where nobody has measured.
std::string MeasuredText(const models::Fault& fault) {
  const std::optional<MeasuredStress::OfFault> measured = Measured().Of(fault);
  std::string text;
  for (std::size_t way = 0; way < MeasuredStress::kWays.size(); ++way) {
    text += measured ? CharacterOf((*measured)[way]) : ' ';
  }
  return text;
}

std::string LineOf(const Matrix& matrix, const std::vector<Group>& groups, std::size_t row,
                   std::size_t ways) {
  std::string line;
  for (const Group& group : groups) {
    std::string text;
    if (group.is_family) {
      text = FamilyText(matrix, row, group);
    } else {
      for (const std::size_t column : group.columns) {
        text += CharacterOf(matrix.At(row, column));
      }
    }
    line += fmt::format("{:<{}} ", text, group.Width());
  }
  for (std::size_t way = 0; way < ways; ++way) {
    line += matrix.Touched(row) == 0 ? ' ' : matrix.FoundBy(row, way) > 0 ? '+' : '.';
  }
  return fmt::format("{} {}  {}{}\n", line, MeasuredText(*matrix.rows()[row]),
                     matrix.rows()[row]->name, RemarkOn(matrix.StateOf(row)));
}

// The number of a model that has a column, read downwards.
std::string Header(const std::vector<Group>& groups, std::size_t ways) {
  std::string titles;
  std::string tens;
  std::string units;
  std::size_t number = 0;
  for (const Group& group : groups) {
    std::string upper;
    std::string lower;
    for (std::size_t i = 0; !group.is_family && i < group.columns.size(); ++i) {
      ++number;
      upper += number < 10 ? ' ' : static_cast<char>('0' + number / 10 % 10);
      lower += static_cast<char>('0' + number % 10);
    }
    titles += fmt::format("{:<{}} ", group.title, group.Width());
    tens += fmt::format("{:<{}} ", upper, group.Width());
    units += fmt::format("{:<{}} ", lower, group.Width());
  }
  for (std::size_t way = 0; way < ways; ++way) {
    units += LetterOf(way);
  }
  units += ' ';
  for (std::size_t way = 0; way < MeasuredStress::kWays.size(); ++way) {
    units += LetterOf(ways + way);
  }
  std::string text;
  for (std::string* const line : {&titles, &tens, &units}) {
    line->erase(line->find_last_not_of(' ') + 1);
    text += line->empty() ? "" : *line + "\n";
  }
  return text;
}

std::string LegendOfMeasured(std::size_t ways) {
  std::vector<std::string> names;
  names.reserve(MeasuredStress::kWays.size());
  for (const MeasuredStress::Way& way : MeasuredStress::kWays) {
    names.push_back(fmt::format("{} {}", LetterOf(ways++), way.words));
  }
  return Wrapped(
      fmt::format("found on real threads in runs of {} s (R as a data race, + otherwise; "
                  "blank: not measured), on {}, by:",
                  Measured().seconds, Measured().date),
      names);
}

std::string Legend(const Matrix& matrix, const std::vector<Group>& groups, const Effort& effort) {
  std::vector<std::string> names;
  std::size_t number = 0;
  for (const Group& group : groups) {
    for (std::size_t i = 0; !group.is_family && i < group.columns.size(); ++i) {
      names.push_back(
          fmt::format("{} {}", ++number, matrix.columns()[group.columns[i]].model->name));
    }
  }
  std::string text = Wrapped("models:", names);
  std::vector<std::string> ways;
  ways.reserve(effort.ways.size());
  for (std::size_t way = 0; way < effort.ways.size(); ++way) {
    ways.push_back(fmt::format("{} {}", LetterOf(way), ToString(effort.ways[way])));
  }
  text +=
      "cells:   0, 1, ... found with so few preemptions, * found (fewest not known), . searched to "
      "the\n       end and silent, ? a limit came first, ! no result; blank: makes no difference "
      "there\n";
  if (!ways.empty()) {
    text += Wrapped("found in some model (+) by:", ways);
  }
  return text + LegendOfMeasured(effort.ways.size());
}

std::size_t CellsFound(const Matrix& matrix) {
  std::size_t found = 0;
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    found += matrix.Found(row);
  }
  return found;
}

std::vector<std::size_t> RowsThatAre(const Matrix& matrix, Matrix::Row state) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    if (matrix.StateOf(row) == state) {
      rows.push_back(row);
    }
  }
  return rows;
}

std::string NamesOfRows(const Matrix& matrix, Matrix::Row state, const std::string& sentence) {
  std::vector<std::string> names;
  for (const std::size_t row : RowsThatAre(matrix, state)) {
    names.emplace_back(matrix.rows()[row]->name);
  }
  return names.empty() ? "" : Wrapped(sentence, names);
}

// With how much was searched in vain.
std::string RowsNotNeeded(const Matrix& matrix) {
  std::string text;
  for (const std::size_t row : RowsThatAre(matrix, Matrix::Row::kSilent)) {
    text += fmt::format("  {:<45} silent in {}\n", matrix.rows()[row]->name,
                        Count(matrix.Touched(row), "model"));
  }
  return text.empty() ? text
                      : "Nothing needs these, as far as these models show; either the design can "
                        "do without, or a\nmodel is missing:\n" +
                            text;
}

std::string ModelsCutShort(const Matrix& matrix) {
  std::vector<std::string> names;
  for (const models::Census& column : matrix.columns()) {
    if (!column.shipped.exhausted) {
      names.push_back(column.model->name);
    }
  }
  return names.empty() ? ""
                       : Wrapped(
                             "A limit ended the search of these as shipped, so that all may "
                             "touch them:",
                             names);
}

std::string WayLine(const std::string& name, std::size_t rows, std::size_t cells) {
  return fmt::format("  {:<16} {:>5} {:>7}\n", name, rows, cells);
}

std::string ComparisonOfWays(const Matrix& matrix, const Effort& effort) {
  const std::size_t found = RowsThatAre(matrix, Matrix::Row::kFound).size();
  std::string text =
      fmt::format("What each way of looking finds, of {} in {}{}:\n",
                  Count(matrix.rows().size(), "row"), Count(matrix.places().size(), "cell"),
                  effort.ways.empty() ? ""
                  : effort.budget != 0
                      ? fmt::format(", the others in {} a cell", Count(effort.budget, "execution"))
                      : ", the others in as many executions\nas dpor takes for the "
                        "model as shipped");
  text += fmt::format("  {:<16} {:>5} {:>7}\n", "", "rows", "cells");
  text += WayLine("dpor", found, CellsFound(matrix));
  for (std::size_t way = 0; way < effort.ways.size(); ++way) {
    std::size_t rows = 0;
    std::size_t cells = 0;
    for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
      const std::size_t in_row = matrix.FoundBy(row, way);
      rows += in_row > 0 ? 1 : 0;
      cells += in_row;
    }
    text += WayLine(ToString(effort.ways[way]), rows, cells);
  }
  return text;
}

// Of the rows that were measured.
std::string ComparisonOfMeasured(const Matrix& matrix) {
  std::array<std::size_t, MeasuredStress::kWays.size()> found{};
  std::array<std::size_t, MeasuredStress::kWays.size()> races{};
  std::size_t rows = 0;
  std::size_t by_dpor = 0;
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    const auto measured = Measured().Of(*matrix.rows()[row]);
    if (!measured) {
      continue;
    }
    ++rows;
    by_dpor += matrix.StateOf(row) == Matrix::Row::kFound ? 1 : 0;
    for (std::size_t way = 0; way < found.size(); ++way) {
      const auto& in_way = (*measured)[way];
      found[way] += in_way ? 1 : 0;
      races[way] += in_way && in_way->IsRace() ? 1 : 0;
    }
  }
  if (rows == 0) {
    return "";
  }
  std::string text = fmt::format(
      "What real threads find in runs of {} s, of {} that were measured, on {} ({}, {} at a "
      "time):\n"
      "  {:<42} {:>5} {:>7}\n  {:<42} {:>5}\n",
      Measured().seconds, Count(rows, "row"), Measured().date, Measured().machine,
      Count(static_cast<std::size_t>(Measured().jobs), "run"), "", "rows", "races",
      "(dpor, in models)", by_dpor);
  for (std::size_t way = 0; way < found.size(); ++way) {
    text += fmt::format("  {:<42} {:>5} {:>7}\n", MeasuredStress::kWays[way].words, found[way],
                        races[way]);
  }
  return text;
}

}  // namespace

std::string MatrixText(const Matrix& matrix, const Effort& effort) {
  const std::vector<Group> groups = GroupsOf(matrix);
  std::string text = Header(groups, effort.ways.size());
  for (std::size_t row = 0; row < matrix.rows().size(); ++row) {
    text += LineOf(matrix, groups, row, effort.ways.size());
  }
  return text + "\n" + Legend(matrix, groups, effort);
}

std::string MatrixConclusion(const Matrix& matrix, const Effort& effort) {
  const auto count = [&](Matrix::Row state) { return RowsThatAre(matrix, state).size(); };
  std::string text = fmt::format(
      "{} of {} found in some model, {} silent in each model, {} undecided, {} in no model.\n",
      count(Matrix::Row::kFound), Count(matrix.rows().size(), "row"), count(Matrix::Row::kSilent),
      count(Matrix::Row::kUndecided), count(Matrix::Row::kUntouched));
  text += RowsNotNeeded(matrix);
  text += NamesOfRows(matrix, Matrix::Row::kUndecided,
                      "Undecided, not found and a limit ended a search:");
  text += NamesOfRows(matrix, Matrix::Row::kUntouched, "No model here asks about these:");
  return text + ModelsCutShort(matrix) + ComparisonOfWays(matrix, effort) +
         ComparisonOfMeasured(matrix);
}

}  // namespace heddle::program
