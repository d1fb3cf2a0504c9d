// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_CHECKPOINT_H_
#define HEDDLE_CHECKER_SEARCH_CHECKPOINT_H_

#include <string>
#include <string_view>

#include "checker/search/search_file.h"
#include "checker/search/search_in_parts.h"

namespace heddle::checker {

// A search that was stopped, as heddle-checkpoint/1 (docs/formats.md). With a newline at its end.
std::string CheckpointText(const SearchIdentity& identity, const SearchInParts& search);

// Throws SearchFileError if it is no checkpoint, or not one of this search.
SearchInParts ParseCheckpoint(std::string_view text, const SearchIdentity& expected);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_CHECKPOINT_H_
