// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_WRAPPED_H_
#define HEDDLE_HEDDLE_WRAPPED_H_

#include <string>
#include <vector>

namespace heddle::program {

// Words behind a first one, as many to a line as a terminal has room for; lines after the first
// begin further in. With a newline at its end.
std::string Wrapped(const std::string& first, const std::vector<std::string>& words);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_WRAPPED_H_
