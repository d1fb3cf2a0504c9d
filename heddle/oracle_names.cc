// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/oracle_names.h"

#include <algorithm>
#include <array>

#include "heddle/exit_status.h"
#include "heddle/near_names.h"

namespace heddle::program {
namespace {

struct Entry {
  const char* name;
  bool models::Oracles::* oracle;
};

constexpr std::array kOracles = {
    Entry{"invariants", &models::Oracles::invariants},
    Entry{"ledger", &models::Oracles::ledger},
    Entry{"accounting", &models::Oracles::accounting},
    Entry{"lock-ranks", &models::Oracles::lock_ranks},
};

}  // namespace

const std::vector<std::string>& OracleNames() {
  static const std::vector<std::string> kNames = NamesOf(kOracles);
  return kNames;
}

models::Oracles OraclesWithout(const std::vector<std::string>& names) {
  models::Oracles oracles;
  for (const std::string& name : names) {
    const auto* const entry = std::ranges::find(kOracles, name, &Entry::name);
    if (entry == kOracles.end()) {
      throw UsageError(UnknownName("oracle", name, OracleNames()));
    }
    oracles.*entry->oracle = false;
  }
  return oracles;
}

std::vector<std::string> NamesOfThoseOff(const models::Oracles& oracles) {
  std::vector<std::string> names;
  for (const Entry& entry : kOracles) {
    if (!(oracles.*entry.oracle)) {
      names.emplace_back(entry.name);
    }
  }
  return names;
}

}  // namespace heddle::program
