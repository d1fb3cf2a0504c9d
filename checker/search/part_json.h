// SPDX-License-Identifier: BSD-3-Clause
//
// Parts of a search as JSON: in files, and between processes.

#ifndef HEDDLE_CHECKER_SEARCH_PART_JSON_H_
#define HEDDLE_CHECKER_SEARCH_PART_JSON_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "checker/search/part.h"
#include "checker/trace/json_fields.h"

namespace heddle::checker {

// The text is not what it should be. The message is one line that says what was expected.
class SearchFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using SearchFields = JsonFields<SearchFileError>;

inline constexpr std::uint64_t kAnyCount = std::uint64_t{1} << 62;

nlohmann::ordered_json ToJson(const Subtree& subtree);
nlohmann::ordered_json ToJson(const Outcome& outcome);
nlohmann::ordered_json ToJson(const Part& part);

// All throw SearchFileError.
Subtree SubtreeIn(const SearchFields& fields);
Outcome OutcomeIn(const SearchFields& fields);
Part PartIn(const SearchFields& fields);

// A list of objects, each read by `read`.
template <class Read>
void ReadObjects(const SearchFields& fields, const char* name, Read read) {
  const nlohmann::json& list = fields.List(name);
  for (std::size_t i = 0; i < list.size(); ++i) {
    read(SearchFields(list[i], fields.PathOf(name) + "[" + std::to_string(i) + "]"));
  }
}

// Throws SearchFileError if the text is not JSON, or is not of that format.
nlohmann::json ParseSearchFile(std::string_view text, std::string_view format);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_PART_JSON_H_
