// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/near_names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace heddle::checker {
namespace {

constexpr std::size_t kMostNames = 3;
constexpr std::size_t kMostInALine = 10;

// The fewest insertions, deletions and replacements of a letter that turn one into the other.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

bool IsPartOf(std::string_view part, std::string_view whole) {
  return part.size() >= 3 && whole.find(part) != std::string_view::npos;
}

}  // namespace

std::vector<std::string> NearNames(std::string_view name,
                                   const std::vector<std::string>& candidates) {
  std::vector<std::pair<std::size_t, std::size_t>> near;  // distance, index: ties keep their order
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string& candidate = candidates[i];
    const std::size_t distance = EditDistance(name, candidate);
    // Of little that was typed, little can be mistaken.
    if (distance <= std::min(2 + candidate.size() / 5, name.size() / 2) ||
        IsPartOf(name, candidate) || IsPartOf(candidate, name)) {
      near.emplace_back(distance, i);
    }
  }
  std::ranges::sort(near);
  near.resize(std::min(near.size(), kMostNames));
  std::vector<std::string> names;
  names.reserve(near.size());
  for (const auto& [distance, i] : near) {
    names.push_back(candidates[i]);
  }
  return names;
}

std::string UnknownName(std::string_view what, std::string_view name,
                        const std::vector<std::string>& candidates, std::string_view see) {
  const std::vector<std::string> near = NearNames(name, candidates);
  if (!near.empty()) {
    return fmt::format("unknown {} '{}'; did you mean {}?", what, name, fmt::join(near, " or "));
  }
  return !see.empty() && candidates.size() > kMostInALine
             ? fmt::format("unknown {} '{}'; see {}", what, name, see)
             : fmt::format("unknown {} '{}'; expected one of {}", what, name,
                           fmt::join(candidates, ", "));
}

}  // namespace heddle::checker
