// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/fault.h"

namespace heddle::models {

std::string Without(const Oracles& oracles) {
  std::string names;
  const auto add = [&names](bool is_on, const char* name) {
    if (!is_on) {
      names += names.empty() ? "" : " and ";
      names += name;
    }
  };
  add(oracles.invariants, "invariants");
  add(oracles.ledger, "the ledger of reservations");
  add(oracles.accounting, "accounting");
  add(oracles.lock_ranks, "the order of locks");
  return names;
}

}  // namespace heddle::models
