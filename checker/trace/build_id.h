// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_BUILD_ID_H_
#define HEDDLE_CHECKER_TRACE_BUILD_ID_H_

#include <string>

namespace heddle::checker {

// What BuildId says of an executable that has none.
inline constexpr char kNoBuildId[] = "none";

// The GNU build id that the linker wrote into the running executable (-Wl,--build-id), in
// hexadecimal: a hash of all of it, so the same for the same sources, compiler and options.
std::string BuildId();

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_BUILD_ID_H_
