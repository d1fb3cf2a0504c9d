// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/litmus_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "checker/search/errors.h"
#include "heddle/exit_status.h"
#include "heddle/input_file.h"
#include "heddle/near_names.h"
#include "litmus/built_in.h"
#include "litmus/litmus_file.h"
#include "litmus/malformed.h"

namespace heddle::program {
namespace {

using checker::StrategyName;
using litmus::LitmusTest;

LitmusGroup ReadGroup(const std::string& path) {
  try {
    return {path, litmus::ReadLitmusTests(ContentsOf(path))};
  } catch (const litmus::Malformed& error) {
    throw UsageError(fmt::format("{}: {}", path, error.what()));
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("cannot read '{}': {}", path, error.what()));
  }
}

std::vector<LitmusGroup> ReadGroups(const std::string& file) {
  std::vector<LitmusGroup> groups;
  if (!file.empty()) {
    groups.push_back(ReadGroup(file));
    return groups;
  }
  for (const litmus::TestFile& built_in : litmus::BuiltInTests()) {
    groups.push_back({std::string(built_in.name), litmus::ReadLitmusTests(built_in.text)});
  }
  return groups;
}

std::vector<std::string> NamesIn(const std::vector<LitmusGroup>& groups) {
  std::vector<std::string> names;
  for (const LitmusGroup& group : groups) {
    for (const LitmusTest& test : group.tests) {
      names.push_back(test.program.name);
    }
  }
  return names;
}

// In full, as files have it.
std::string RelationText(const std::optional<litmus::Relation>& relation) {
  if (!relation) {
    return "";
  }
  switch (*relation) {
    case litmus::Relation::kStronger:
      return fmt::format("{} (misses allowed outcome)", Name(*relation));
    case litmus::Relation::kWeaker:
      return fmt::format("{} (shows forbidden outcome)", Name(*relation));
    case litmus::Relation::kSame:
      break;
  }
  return std::string(Name(*relation));
}

checker::ShownOutcomes ReportOf(const litmus::Shown& shown) {
  const checker::CheckResult& check = shown.observation.check;
  return {.depth = shown.depth,
          .reached = shown.reached,
          .relation = RelationText(shown.relation),
          .outcomes = shown.observation.outcomes,
          .missed = shown.missed,
          .forbidden = shown.forbidden,
          .executions = check.executions,
          .blocked = check.blocked,
          .exhausted = check.exhausted};
}

std::vector<checker::Verdict> ExpectedOf(const LitmusTest& test, bool reached) {
  using enum LitmusTest::Question;
  if (!reached || test.question == kOutcome) {
    return {checker::Verdict::kPass};
  }
  return {test.question == kRace ? checker::Verdict::kRace : checker::Verdict::kDeadlock};
}

}  // namespace

std::vector<LitmusGroup> FindLitmusTests(const std::string& file,
                                         const std::vector<std::string>& names) {
  std::vector<LitmusGroup> groups = ReadGroups(file);
  if (names.empty()) {
    return groups;
  }
  const std::vector<std::string> known = NamesIn(groups);
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) == known.end()) {
      throw UsageError(UnknownName("litmus test", name, known,
                                   file.empty() ? "heddle litmus" : "heddle litmus --file"));
    }
  }
  for (LitmusGroup& group : groups) {
    std::erase_if(group.tests, [&](const LitmusTest& test) {
      return std::ranges::find(names, test.program.name) == names.end();
    });
  }
  std::erase_if(groups, [](const LitmusGroup& group) { return group.tests.empty(); });
  return groups;
}

std::vector<unsigned> LitmusDepths(const StrategyName& strategy, unsigned asked) {
  const bool is_relacys = strategy.kind == StrategyName::Kind::kRelacyFull ||
                          strategy.kind == StrategyName::Kind::kRelacyBound;
  if (is_relacys && asked > 1) {
    throw UsageError(fmt::format("expected --depth 1 with {}, whose loads go back one store",
                                 ToString(strategy)));
  }
  if (asked > 0) {
    return {asked};
  }
  return is_relacys ? std::vector<unsigned>{1} : std::vector<unsigned>{1, 2};
}

litmus::Judgement JudgeNamed(const LitmusTest& test, const checker::CheckOptions& options,
                             const std::vector<unsigned>& depths, checker::Progress* progress) {
  try {
    return litmus::Judge(test, options, depths, progress);
  } catch (const checker::NotDeterministic& error) {
    throw checker::NotDeterministic(fmt::format("{}: {}", test.program.name, error.what()));
  }
}

checker::ResultEntry EntryFor(const LitmusTest& test, const litmus::Judgement& judgement) {
  checker::ResultEntry entry;
  entry.kind = checker::ResultEntry::Kind::kLitmus;
  entry.name = test.program.name;
  entry.check = judgement.shown.back().observation.check;
  entry.expected = ExpectedOf(test, judgement.shown.back().reached);
  entry.differences = judgement.differences;
  checker::LitmusReport& report = entry.litmus.emplace();
  report.condition = test.condition;
  report.allowed = judgement.allowed;
  report.allowed_by_axioms = judgement.allowed_by_axioms;
  for (const litmus::Observed& observed : test.program.outcome) {
    report.names.push_back(NameOf(observed, test.program));
  }
  double seconds = 0;
  for (const litmus::Shown& shown : judgement.shown) {
    report.shown.push_back(ReportOf(shown));
    seconds += shown.observation.check.seconds;
    entry.check.exhausted = entry.check.exhausted && shown.observation.check.exhausted;
  }
  entry.check.seconds = seconds;
  return entry;
}

std::string OutcomeText(const litmus::Outcome& outcome, const litmus::Program& program) {
  std::string text;
  for (std::size_t i = 0; i < outcome.size(); ++i) {
    text +=
        fmt::format("{}{}={}", i == 0 ? "" : " ", NameOf(program.outcome[i], program), outcome[i]);
  }
  return text;
}

}  // namespace heddle::program
