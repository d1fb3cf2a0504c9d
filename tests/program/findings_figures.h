// SPDX-License-Identifier: BSD-3-Clause
//
// The figures of docs/findings.md, from the results of a `heddle verify --json` of everything.

#ifndef HEDDLE_TESTS_PROGRAM_FINDINGS_FIGURES_H_
#define HEDDLE_TESTS_PROGRAM_FINDINGS_FIGURES_H_

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <utility>

namespace heddle {

// Of the models of a revision that are put together in the same way.
class Figures {
 public:
  void Add(const nlohmann::json& result) {
    const auto executions = result.at("executions").get<std::uint64_t>();
    ++models_;
    executions_ += executions;
    blocked_ += result.at("blocked").get<std::uint64_t>();
    if (executions > most_) {
      most_ = executions;
      largest_ = result.at("name").get<std::string>();
    }
  }

  std::string Row(const std::string& title) const {
    return "| " + title + " | " + std::to_string(models_) + " | " + std::to_string(executions_) +
           " | " + std::to_string(blocked_) + " | " + std::to_string(most_) + " in `" + largest_ +
           "` |\n";
  }

 private:
  int models_ = 0;
  std::uint64_t executions_ = 0;
  std::uint64_t blocked_ = 0;
  std::uint64_t most_ = 0;
  std::string largest_;
};

// As the page has it. Only models that have passed an exhaustive search are counted.
inline std::string FiguresOf(const std::string& revision, const nlohmann::json& results) {
  constexpr std::array<std::pair<const char*, const char*>, 4> kKinds = {{
      {"by hand", ""},
      {"two operations", "pair/"},
      {"three operations", "triple/"},
      {"four operations", "quad/"},
  }};
  std::array<Figures, kKinds.size()> figures;
  Figures together;
  for (const auto& result : results) {
    if (result.at("kind") != "model" || result.at("revision") != revision ||
        result.at("verdict") != "pass" || result.at("exhausted") != true ||
        result.at("strategy") != "dpor") {
      continue;
    }
    std::size_t kind = kKinds.size() - 1;
    while (kind > 0 &&
           result.at("name").get<std::string>().find(kKinds[kind].second) == std::string::npos) {
      --kind;
    }
    figures[kind].Add(result);
    together.Add(result);
  }
  std::string table = "| " + revision + " | models | executions | blocked | most executions |\n" +
                      "|---|---|---|---|---|\n";
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    table += figures[kind].Row(kKinds[kind].first);
  }
  return table + together.Row("together");
}

// The first "`FAULT`: VERDICT |" of the page that no search for a fault has come to; empty: none.
inline std::string FaultNotFoundSo(const std::string& page, const nlohmann::json& results) {
  const std::regex claim(R"(`([a-z0-9-]+)`: ([a-z-]+) \|)");
  for (std::sregex_iterator i(page.begin(), page.end(), claim); i != std::sregex_iterator(); ++i) {
    bool found = false;
    for (const auto& result : results) {
      found = found || (result.at("kind") == "fault" && result.at("fault") == (*i)[1].str() &&
                        result.at("verdict") == (*i)[2].str());
    }
    if (!found) {
      return i->str();
    }
  }
  return "";
}

}  // namespace heddle

#endif  // HEDDLE_TESTS_PROGRAM_FINDINGS_FIGURES_H_
