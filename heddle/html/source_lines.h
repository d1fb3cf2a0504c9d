// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_HTML_SOURCE_LINES_H_
#define HEDDLE_HEDDLE_HTML_SOURCE_LINES_H_

#include <map>
#include <string>
#include <vector>

namespace heddle::program {

// Lines of source files, where these can be read: below the working directory, or else where the
// program was built. Each file is read once.
class SourceLines {
 public:
  // `file` as traces name it, `line` from 1. Without the spaces around it; empty if there is none.
  std::string LineAt(const std::string& file, unsigned line);

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_HTML_SOURCE_LINES_H_
