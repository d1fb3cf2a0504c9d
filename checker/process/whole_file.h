// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_PROCESS_WHOLE_FILE_H_
#define HEDDLE_CHECKER_PROCESS_WHOLE_FILE_H_

#include <string>
#include <string_view>
#include <system_error>

namespace heddle::checker {

// Writes a file whole or not at all: a temporary file beside it, of a name that no other process
// has, takes the contents and then its name, or is gone again. A file that is there keeps its mode;
// a link is replaced.
std::error_code WriteWhole(const std::string& path, std::string_view contents);

// The same where nothing is yet; std::errc::file_exists if there is something. Of several processes
// that write the same path one has come first, also on machines that share the folder.
std::error_code WriteNew(const std::string& path, std::string_view contents);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_PROCESS_WHOLE_FILE_H_
