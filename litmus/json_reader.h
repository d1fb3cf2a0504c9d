// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_JSON_READER_H_
#define HEDDLE_LITMUS_JSON_READER_H_

#include <string_view>
#include <vector>

#include "litmus/expectation.h"

namespace heddle::litmus {

// The programs of a text in the format heddle-programs/1 (docs/formats.md), and what is expected of
// them. Throws Malformed. What a program may do wrong when it runs, like unlocking a mutex that it
// does not hold, is not an error here.
std::vector<TestCase> ReadPrograms(std::string_view text);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_JSON_READER_H_
