// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_MALFORMED_H_
#define HEDDLE_LITMUS_MALFORMED_H_

#include <stdexcept>

namespace heddle::litmus {

// A text that is no program of its notation. The message is one line: which program, where in it,
// what is wrong and what was expected.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_MALFORMED_H_
