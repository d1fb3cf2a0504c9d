// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_OUTPUT_FILE_H_
#define HEDDLE_HEDDLE_OUTPUT_FILE_H_

#include <string>
#include <string_view>

namespace heddle::program {

// A file that is written whole or not at all: a temporary file beside it takes the contents and
// then its name. Opened at once, so that a path that cannot be written is known before the work is
// done; a file of that name stays as it was until Commit.
class OutputFile {
 public:
  // Throws UsageError.
  explicit OutputFile(std::string path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  // Leaves nothing behind if Commit has not been called.
  ~OutputFile();

  // Throws UsageError.
  void Commit(std::string_view contents);

 private:
  [[noreturn]] void Fail(int error) const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_OUTPUT_FILE_H_
