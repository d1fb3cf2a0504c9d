// SPDX-License-Identifier: BSD-3-Clause
//
// The parts of the JSON notation inside a thread.

#ifndef HEDDLE_LITMUS_JSON_STATEMENTS_H_
#define HEDDLE_LITMUS_JSON_STATEMENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "litmus/json_cursor.h"
#include "litmus/program.h"

namespace heddle::litmus {

// The place of a name in a list. Fails, with what was expected, if it is not in it; `what` says
// what is named, such as "mutex".
std::size_t IndexOf(const JsonCursor& name, std::string_view what,
                    const std::vector<std::string>& names);

// `names` are those that the expression may use, and `what` says what they name.
Expression ReadExpression(const JsonCursor& json, std::string_view what,
                          const std::vector<std::string>& names);

// The statements of a thread. The objects of the program and the registers of the thread are there
// already.
Block ReadBody(const JsonCursor& json, const Program& program, const Thread& thread);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_JSON_STATEMENTS_H_
