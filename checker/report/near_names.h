// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_NEAR_NAMES_H_
#define HEDDLE_CHECKER_REPORT_NEAR_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace heddle::checker {

// The names that `name` may have been meant for, nearest first, at most three: those a few edits
// away, and those that contain it or that it contains.
std::vector<std::string> NearNames(std::string_view name,
                                   const std::vector<std::string>& candidates);

// "unknown WHAT 'NAME'; did you mean A or B?", or, with nothing near, "...; expected one of A, B,
// C". More than ten are not listed if there is a command to `see` them with.
std::string UnknownName(std::string_view what, std::string_view name,
                        const std::vector<std::string>& candidates, std::string_view see = {});

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_NEAR_NAMES_H_
