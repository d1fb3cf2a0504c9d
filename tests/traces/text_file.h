// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_TRACES_TEXT_FILE_H_
#define HEDDLE_TESTS_TRACES_TEXT_FILE_H_

#include <string>
#include <vector>

namespace heddle::tests {

// The lines of a text file, which may be gzipped: its first two bytes tell. Throws Malformed,
// naming the file, if it cannot be read to its end.
std::vector<std::string> ReadLines(const std::string& path);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_TEXT_FILE_H_
