// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_VERDICTS_H_
#define HEDDLE_LITMUS_VERDICTS_H_

#include <span>
#include <string_view>

#include "checker/search/check.h"
#include "checker/verdict.h"

namespace heddle::litmus {

// What programs as data call the ways in which an execution goes wrong: fewer than the checker
// knows, but the two ways of misusing a mutex are told apart.
std::span<const std::string_view> VerdictNames();
std::string_view VerdictName(const checker::Violation& violation);
// What the checker calls it. Of one of VerdictNames.
checker::Verdict VerdictOf(std::string_view name);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_VERDICTS_H_
