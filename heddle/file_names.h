// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_FILE_NAMES_H_
#define HEDDLE_HEDDLE_FILE_NAMES_H_

#include <string>
#include <vector>

namespace heddle::program {

// A file that the command line names, and what it is there for, such as "--json". No name: none.
struct NamedFile {
  std::string purpose;
  std::string path;
};

// Throws UsageError if a file that is to be written is named for another purpose too: it would be
// overwritten, or read where it should not be there yet.
void RequireFilesOfTheirOwn(const std::vector<NamedFile>& outputs,
                            const std::vector<NamedFile>& inputs);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_FILE_NAMES_H_
