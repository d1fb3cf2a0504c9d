// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_SARIF_CODE_FLOW_H_
#define HEDDLE_HEDDLE_REPORTS_SARIF_CODE_FLOW_H_

#include <nlohmann/json.hpp>

#include "checker/search/counterexample.h"

namespace heddle::program {

// The interleaving as a list of one codeFlow of SARIF, with a threadFlow for each thread that does
// anything; executionOrder, from 1, counts across them. Empty if no thread does.
nlohmann::ordered_json SarifCodeFlows(const checker::Counterexample& example);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_SARIF_CODE_FLOW_H_
