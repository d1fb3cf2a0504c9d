// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_INPUT_FILE_H_
#define HEDDLE_HEDDLE_INPUT_FILE_H_

#include <string>

namespace heddle::program {

// Throws UsageError, without the file's name, if it cannot be read or is larger than any file that
// this program writes.
std::string ContentsOf(const std::string& path);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_INPUT_FILE_H_
