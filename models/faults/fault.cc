// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/fault.h"

#include "models/oracle_list.h"

namespace heddle::models {

std::string Without(const Oracles& oracles) {
  std::string names;
  for (const OracleEntry& entry : kOracleList) {
    if (!(oracles.*entry.is_on)) {
      names += names.empty() ? "" : " and ";
      names += entry.words;
    }
  }
  return names;
}

}  // namespace heddle::models
