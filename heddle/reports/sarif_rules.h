// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_SARIF_RULES_H_
#define HEDDLE_HEDDLE_REPORTS_SARIF_RULES_H_

#include <cstddef>
#include <nlohmann/json.hpp>

#include "checker/verdict.h"

namespace heddle::program {

// The rules that a violation can break, as reportingDescriptors of SARIF: one for each verdict but
// a pass.
nlohmann::ordered_json SarifRules();

// Of a verdict, where in that list its rule is.
std::size_t RuleIndex(checker::Verdict verdict);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_SARIF_RULES_H_
