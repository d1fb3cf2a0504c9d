// SPDX-License-Identifier: BSD-3-Clause
//
// What the tests of models and of faults have in common.

#ifndef HEDDLE_TESTS_MODELS_CHECKED_H_
#define HEDDLE_TESTS_MODELS_CHECKED_H_

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "models/faults/fault.h"
#include "models/model.h"

namespace heddle::models {

// By name, where GoogleTest shows them; their bytes are other ones in every run.
inline void PrintTo(const Model& model, std::ostream* out) { *out << model.name; }
inline void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

inline checker::CheckOptions With(checker::StrategyName::Kind kind) {
  checker::CheckOptions options;
  options.strategy = {kind, kind == checker::StrategyName::Kind::kRelacyBound ? 2U : 0U};
  return options;
}

// The violations as a reader would see them.
inline std::string Text(const checker::CheckResult& result) {
  std::string text;
  for (const checker::Violation& violation : result.violations) {
    text += violation.message + "\n" + FormatInterleaving(violation);
  }
  return text;
}

inline std::string TestName(std::string_view name) {
  std::string result(name);
  std::ranges::replace_if(result, [](char c) { return c == '-' || c == '/'; }, '_');
  return result;
}

}  // namespace heddle::models

#endif  // HEDDLE_TESTS_MODELS_CHECKED_H_
