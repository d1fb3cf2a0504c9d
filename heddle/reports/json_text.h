// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_JSON_TEXT_H_
#define HEDDLE_HEDDLE_REPORTS_JSON_TEXT_H_

#include <nlohmann/json.hpp>
#include <string>

namespace heddle::program {

// An empty text stands for none.
inline nlohmann::ordered_json TextOrNull(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_JSON_TEXT_H_
