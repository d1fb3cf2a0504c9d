// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COMPLETION_VALUES_H_
#define HEDDLE_HEDDLE_COMPLETION_VALUES_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace heddle::program {

// Words that a shell offers where an option or an argument wants one of them.
struct WordList {
  std::string name;  // "models"
  std::vector<std::string> words;
};
// All there are, as this program has them.
std::vector<WordList> WordLists();

// What an option or an argument takes.
struct Values {
  enum class Kind { kNone, kWords, kFiles, kFolders };
  Kind kind = Kind::kNone;  // nothing that a shell can offer
  std::string list;         // of words: its name
  bool has_commas = false;  // several, with commas between them
};
Values ValuesOf(const CLI::Option& option);

bool TakesValue(const CLI::Option& option);

// "--output" and "-o" of the option.
std::vector<std::string> SwitchesOf(const CLI::Option& option);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COMPLETION_VALUES_H_
