// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_LITMUS_FILE_H_
#define HEDDLE_LITMUS_LITMUS_FILE_H_

#include <string_view>
#include <vector>

#include "litmus/litmus_test.h"

namespace heddle::litmus {

// The tests of a text in the format heddle-litmus/1 (docs/formats.md). Throws Malformed.
std::vector<LitmusTest> ReadLitmusTests(std::string_view text);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_LITMUS_FILE_H_
