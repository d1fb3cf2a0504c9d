// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_SEARCH_FILE_H_
#define HEDDLE_CHECKER_SEARCH_SEARCH_FILE_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "checker/search/check.h"
#include "checker/search/part_json.h"
#include "checker/trace/trace_file.h"

namespace heddle::checker {

// What a file about a search is of. A search is only gone on with by what has the same of it all.
struct SearchIdentity {
  std::string build;           // BuildId()
  TraceFile::Subject subject;  // what is explored
  CheckOptions options;        // but for its limits, its seed and its rules
  std::uint64_t slice = 0;     // of SearchInParts

  // The running executable's.
  static SearchIdentity Here(TraceFile::Subject subject, const CheckOptions& options,
                             std::uint64_t slice);
};

nlohmann::ordered_json ToJson(const SearchIdentity& identity);
// Throws SearchFileError.
SearchIdentity IdentityIn(const SearchFields& fields);

// Throws SearchFileError, which names what is different, unless both are the same and their build
// is known.
void RequireSame(const SearchIdentity& found, const SearchIdentity& expected);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_SEARCH_FILE_H_
