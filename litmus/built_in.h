// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_BUILT_IN_H_
#define HEDDLE_LITMUS_BUILT_IN_H_

#include <span>
#include <string_view>

namespace heddle::litmus {

// A file of litmus/tests, as it was when the library was built.
struct TestFile {
  std::string_view name;  // without its ending
  std::string_view text;
};
std::span<const TestFile> BuiltInTests();

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_BUILT_IN_H_
