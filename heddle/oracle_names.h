// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_ORACLE_NAMES_H_
#define HEDDLE_HEDDLE_ORACLE_NAMES_H_

#include <string>
#include <vector>

#include "models/model.h"

namespace heddle::program {

// Oracles as they are named on the command line and in files: "lock-ranks".
const std::vector<std::string>& OracleNames();

// All but the named ones. Throws UsageError.
models::Oracles OraclesWithout(const std::vector<std::string>& names);
// The names of those that are off.
std::vector<std::string> NamesOfThoseOff(const models::Oracles& oracles);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_ORACLE_NAMES_H_
