// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_JSON_WRITER_H_
#define HEDDLE_LITMUS_JSON_WRITER_H_

#include <span>
#include <string>

#include "litmus/expectation.h"

namespace heddle::litmus {

// The programs, and what is expected of them, in the format heddle-programs/1 (docs/formats.md);
// ReadPrograms gives the same again. A line for each program and thread.
std::string WritePrograms(std::span<const TestCase> cases);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_JSON_WRITER_H_
