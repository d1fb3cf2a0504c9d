// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_ORACLE_LIST_H_
#define HEDDLE_MODELS_ORACLE_LIST_H_

#include <array>
#include <string_view>

#include "checker/relacy/simulation.h"
#include "models/model.h"

namespace heddle::models {

// An oracle that can be switched off.
struct OracleEntry {
  std::string_view name;   // on the command line and in files
  std::string_view words;  // in a sentence, after "without"
  bool Oracles::* is_on;
};

inline constexpr std::array kOracleList = {
    OracleEntry{"races", "race detection", &Oracles::races},
    OracleEntry{"invariants", "invariants", &Oracles::invariants},
    OracleEntry{"contents", "the contents of pages", &Oracles::contents},
    OracleEntry{"ledger", "the ledger of reservations", &Oracles::ledger},
    OracleEntry{"accounting", "accounting", &Oracles::accounting},
    OracleEntry{"lock-ranks", "the order of locks", &Oracles::lock_ranks},
    OracleEntry{"lock-discipline", "lock discipline", &Oracles::lock_discipline},
    OracleEntry{"linearizability", "linearizability", &Oracles::linearizability},
    OracleEntry{"lost-work", "lost work", &Oracles::lost_work},
    OracleEntry{"progress", "progress", &Oracles::progress},
};

// Those that are on in both.
constexpr Oracles operator&(const Oracles& a, const Oracles& b) {
  Oracles both;
  for (const OracleEntry& entry : kOracleList) {
    both.*entry.is_on = a.*entry.is_on && b.*entry.is_on;
  }
  return both;
}

// What the checker itself watches for, in a simulation that these watch.
inline void SwitchChecks(const Oracles& oracles, checker::SimulationOptions& simulation) {
  simulation.check_races = oracles.races;
  simulation.check_lock_ranks = oracles.lock_ranks;
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_ORACLE_LIST_H_
