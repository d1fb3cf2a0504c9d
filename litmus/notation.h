// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_NOTATION_H_
#define HEDDLE_LITMUS_NOTATION_H_

#include <string>
#include <string_view>

#include "litmus/litmus_test.h"

namespace heddle::litmus {

// A test in the notation of docs/formats.md, such as
//
//   x=1.rlx; y=1.rel || r0=y.acq; r1=x.rlx      exists 1:r0=1 /\ 1:r1=0
//
// Throws Malformed, with the name in its message.
LitmusTest ParseLitmusTest(std::string name, std::string_view program, std::string_view condition);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_NOTATION_H_
