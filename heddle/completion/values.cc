// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/completion/values.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "checker/search/strategy_name.h"
#include "core/protocol/questions.h"
#include "heddle/litmus_tests.h"
#include "heddle/near_names.h"
#include "heddle/oracle_names.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

// What stands for a value in the help, and the list of words that it is one of.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kLists = {{
    {"MODEL", "models"},
    {"FAULT", "faults"},
    {"FINDING", "findings"},
    {"CHANGE", "changes"},
    {"NAME", "explained"},
    {"TEST", "tests"},
    {"S", "strategies"},
    {"ORACLE", "oracles"},
    {"R", "revisions"},
    {"LIST", "lists"},
    {"WHEN", "times"},
    {"SHELL", "shells"},
    {"ENGINE", "engines"},
}};

void Append(std::vector<std::string>& words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
}

std::vector<std::string> Models() {
  std::vector<std::string> names;
  for (const auto* const models : {&models::Models(), &models::Compositions(),
                                   &models::DemandingModels(), &models::Workloads()}) {
    Append(names, NamesOf(*models));
  }
  return names;
}

std::vector<std::string> Faults() {
  std::vector<std::string> names = NamesOf(models::Faults());
  Append(names, NamesOf(models::Findings()));
  Append(names, NamesOf(models::Controls()));
  return names;
}

std::vector<std::string> Findings() {
  std::vector<std::string> names;
  for (const models::Fault& finding : models::Findings()) {
    if (finding.repair != nullptr) {
      names.emplace_back(finding.name);
    }
  }
  return names;
}

std::vector<std::string> Tests() {
  std::vector<std::string> names;
  for (const LitmusGroup& group : FindLitmusTests("", {})) {
    for (const litmus::LitmusTest& test : group.tests) {
      names.push_back(test.program.name);
    }
  }
  return names;
}

// Up to what one has to say oneself: "bounded:" of "bounded:N".
std::vector<std::string> Strategies() {
  std::vector<std::string> names = NamesOf(checker::StrategyDescriptions());
  for (std::string& name : names) {
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      name.resize(colon + 1);
    }
  }
  return names;
}

std::vector<std::string> Together(std::vector<std::string> first,
                                  const std::vector<std::string>& second) {
  Append(first, second);
  return first;
}

}  // namespace

std::vector<WordList> WordLists() {
  const std::vector<std::string> changes = NamesOf(models::SingleChanges());
  return {
      {"models", Models()},
      {"faults", Together(Faults(), changes)},
      {"findings", Findings()},
      {"changes", changes},
      {"explained", Together(NamesOf(core::kQuestions), Faults())},
      {"tests", Tests()},
      {"strategies", Strategies()},
      {"oracles", OracleNames()},
      {"revisions", {"R1", "R2", "R3", "R4"}},
      {"lists",
       {"models", "operations", "workloads", "faults", "findings", "controls", "decisions",
        "strategies"}},
      {"times", {"auto", "always", "never"}},
      {"shells", {"bash", "zsh", "fish"}},
      {"engines", {"slurm", "ssh"}},
  };
}

bool TakesValue(const CLI::Option& option) { return option.get_expected_min() != 0; }

Values ValuesOf(const CLI::Option& option) {
  constexpr std::string_view kMore = ",...";
  std::string name = TakesValue(option) || option.get_positional() ? option.get_type_name() : "";
  Values values;
  if (name.ends_with(kMore)) {
    values.has_commas = true;
    name.resize(name.size() - kMore.size());
  }
  const auto* const list =
      std::ranges::find(kLists, name, &std::pair<std::string_view, std::string_view>::first);
  if (list != kLists.end()) {
    values.kind = Values::Kind::kWords;
    values.list = list->second;
  } else if (name == "FILE" || name == "TRACE") {
    values.kind = Values::Kind::kFiles;
  } else if (name == "DIR") {
    values.kind = Values::Kind::kFolders;
  }
  return values;
}

std::vector<std::string> SwitchesOf(const CLI::Option& option) {
  std::vector<std::string> switches;
  for (const std::string& name : option.get_snames()) {
    switches.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    switches.push_back("--" + name);
  }
  return switches;
}

}  // namespace heddle::program
