// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_OUTPUT_FILE_H_
#define HEDDLE_HEDDLE_OUTPUT_FILE_H_

#include <string>
#include <string_view>

namespace heddle::program {

// A file that is written whole or not at all: a temporary file beside it takes the contents and
// then its name. That the path can be written is checked at once, before the work is done; the file
// stays as it was until Commit. A link is followed, even to where nothing is yet, and a file that
// is there keeps its mode.
class OutputFile {
 public:
  // Throws UsageError.
  explicit OutputFile(std::string path);

  // Throws UsageError.
  void Commit(std::string_view contents) const;

 private:
  [[noreturn]] void Fail(int error) const;

  std::string path_;    // as it was given
  std::string target_;  // what it leads to
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_OUTPUT_FILE_H_
