// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_MESSAGE_H_
#define HEDDLE_CHECKER_REPORT_MESSAGE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "checker/search/check.h"

namespace heddle::checker {

// "1 step", "2 steps".
std::string Count(std::uint64_t number, std::string_view noun);

// What went wrong in one sentence: the violation's own message, or, if it has none, who waits for
// whom in a deadlock, or what its verdict means.
std::string MessageOf(const Violation& violation);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_MESSAGE_H_
