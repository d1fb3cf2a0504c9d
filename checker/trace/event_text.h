// SPDX-License-Identifier: BSD-3-Clause
//
// Events in words, for people and for files.

#ifndef HEDDLE_CHECKER_TRACE_EVENT_TEXT_H_
#define HEDDLE_CHECKER_TRACE_EVENT_TEXT_H_

#include <string>
#include <string_view>

#include "checker/trace/event.h"

namespace heddle::checker {

std::string_view Name(EventKind kind);

// False of a lock, a fence and the like.
bool HasValue(EventKind kind);
// Decimal below ten, else hexadecimal; of an address `null` or `set`.
std::string ValueText(const Event& event);
// The same of what it wrote.
std::string WrittenText(const Event& event);

// Of what is said of a state, its name and the rest.
std::string_view NameOfState(const Event& event);
std::string_view TextOfState(const Event& event);

// The bare name out of what a compiler says of a function, which for a template is a paragraph.
std::string_view FunctionName(std::string_view signature);
// FILE:LINE FUNCTION
std::string PlaceText(const Place& place);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_EVENT_TEXT_H_
