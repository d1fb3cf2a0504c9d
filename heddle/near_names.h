// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_NEAR_NAMES_H_
#define HEDDLE_HEDDLE_NEAR_NAMES_H_

#include <string>
#include <vector>

#include "checker/report/near_names.h"

namespace heddle::program {

using checker::NearNames;
using checker::UnknownName;

// The names of what is in a list.
template <class Entries>
std::vector<std::string> NamesOf(const Entries& entries) {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const auto& entry : entries) {
    names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_NEAR_NAMES_H_
