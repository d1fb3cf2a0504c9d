// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/oracle_names.h"

#include <algorithm>

#include "heddle/exit_status.h"
#include "heddle/near_names.h"
#include "models/oracle_list.h"

namespace heddle::program {

const std::vector<std::string>& OracleNames() {
  static const std::vector<std::string> kNames = NamesOf(models::kOracleList);
  return kNames;
}

models::Oracles OraclesWithout(const std::vector<std::string>& names) {
  models::Oracles oracles;
  for (const std::string& name : names) {
    const auto* const entry =
        std::ranges::find(models::kOracleList, name, &models::OracleEntry::name);
    if (entry == models::kOracleList.end()) {
      throw UsageError(UnknownName("oracle", name, OracleNames()));
    }
    oracles.*entry->is_on = false;
  }
  return oracles;
}

std::vector<std::string> NamesOfThoseOff(const models::Oracles& oracles) {
  std::vector<std::string> names;
  for (const models::OracleEntry& entry : models::kOracleList) {
    if (!(oracles.*entry.is_on)) {
      names.emplace_back(entry.name);
    }
  }
  return names;
}

}  // namespace heddle::program
