// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/litmus_table.h"
#include "heddle/litmus_tests.h"
#include "heddle/run.h"
#include "heddle/search.h"

namespace heddle::program {
namespace {

using litmus::Relation;
using litmus::Shown;

std::string_view Phrase(const Shown& shown) {
  if (!shown.relation) {
    return shown.reached                       ? "shown"
           : shown.observation.check.exhausted ? "not shown"
                                               : "so far not shown";
  }
  switch (*shown.relation) {
    case Relation::kStronger:
      return "NOT SHOWN";
    case Relation::kWeaker:
      return "SHOWN";
    case Relation::kSame:
      break;
  }
  return shown.reached ? "shown" : "not shown";
}

std::string OutcomesShown(const litmus::Judgement& judgement, const Shown& shown) {
  const std::size_t seen = shown.observation.outcomes.size();
  if (!shown.relation || !judgement.rc11 || judgement.rc11->has_race) {
    return Count(seen, "outcome");
  }
  const std::size_t allowed = judgement.rc11->outcomes.size();
  return fmt::format(
      "{} of {}{}", allowed - shown.missed.size(), Count(allowed, "outcome"),
      shown.forbidden.empty() ? "" : fmt::format(" and {} forbidden", shown.forbidden.size()));
}

std::string Finding(const litmus::Judgement& judgement, const Shown& shown) {
  return fmt::format("{:<9}  {}, {}", Phrase(shown), OutcomesShown(judgement, shown),
                     Count(shown.observation.check.executions, "execution"));
}

std::string_view Remark(const litmus::Judgement& judgement) {
  if (!judgement.allowed_by_axioms || judgement.allowed == judgement.allowed_by_axioms) {
    return "";
  }
  return *judgement.allowed_by_axioms ? "; the axioms of RC11 allow it"
                                      : "; the axioms of RC11 forbid it";
}

// What a deeper search shows is said if it is something else.
void PrintLine(const checker::ResultEntry& entry, const litmus::Judgement& judgement,
               std::size_t width) {
  const std::string first = Finding(judgement, judgement.shown.front());
  const std::string last = Finding(judgement, judgement.shown.back());
  fmt::print(
      "  {:<{}}  {:<9}  {}{}{}{}{}\n", entry.name, width,
      !judgement.allowed   ? "unknown"
      : *judgement.allowed ? "allowed"
                           : "forbidden",
      first, last == first ? "" : fmt::format("; depth {}: {}", judgement.shown.back().depth, last),
      Remark(judgement),
      judgement.differences.empty() ? "" : "; DIFFERS: ", fmt::join(judgement.differences, "; "));
  std::fflush(stdout);
}

// All of one test, for who has asked for it by its name.
void PrintWhole(const litmus::LitmusTest& test, const litmus::Judgement& judgement) {
  fmt::print("    {}\n    {}\n", test.text, test.condition);
  const auto print = [&](std::string_view what, const std::vector<litmus::Outcome>& outcomes) {
    for (const litmus::Outcome& outcome : outcomes) {
      fmt::print("      {:<9} {}\n", what, OutcomeText(outcome, test.program));
    }
  };
  for (const Shown& shown : judgement.shown) {
    fmt::print("    depth {}\n", shown.depth);
    print("shown", shown.observation.outcomes);
    print("missed", shown.missed);
    print("forbidden", shown.forbidden);
  }
}

// How many tests have come out how.
class Summary {
 public:
  void Count(const litmus::Judgement& judgement) {
    ++tests_;
    const std::optional<Relation>& relation = judgement.shown.front().relation;
    ++(!relation                          ? undecided_
       : *relation == Relation::kStronger ? stronger_
       : *relation == Relation::kWeaker   ? weaker_
                                          : same_);
    differing_ += judgement.differences.empty() ? 0 : 1;
  }
  void Print() const {
    fmt::print("{}: {} same, {} stronger than C++, {} weaker, {} undecided; {} not as recorded\n",
               program::Count(tests_, "test"), same_, stronger_, weaker_, undecided_, differing_);
  }

  std::size_t differing() const { return differing_; }

 private:
  std::size_t tests_ = 0;
  std::size_t same_ = 0;
  std::size_t stronger_ = 0;
  std::size_t weaker_ = 0;
  std::size_t undecided_ = 0;
  std::size_t differing_ = 0;
};

std::size_t NameWidth(const std::vector<LitmusGroup>& groups) {
  std::size_t width = 0;
  for (const LitmusGroup& group : groups) {
    for (const litmus::LitmusTest& test : group.tests) {
      width = std::max(width, test.program.name.size());
    }
  }
  return width;
}

}  // namespace

ExitStatus RunLitmus(const LitmusRequest& request, const RunOptions& options) {
  if (request.real) {
    return RunLitmusOnHardware(request, options);
  }
  const checker::CheckOptions check = options.CheckWith({});
  const std::vector<unsigned> depths = LitmusDepths(check.strategy, request.depth);
  const std::vector<LitmusGroup> groups = FindLitmusTests(request.file, request.names);
  const std::size_t width = NameWidth(groups);
  Collector collector(options);
  Summary summary;
  for (const LitmusGroup& group : groups) {
    fmt::print("{}{}\n", request.table ? "### " : "", group.name);
    std::vector<JudgedTest> judged;
    for (const litmus::LitmusTest& test : group.tests) {
      {
        ProgressLine progress(test.program.name, options);
        judged.push_back({&test, JudgeNamed(test, check, depths, &progress)});
      }
      const litmus::Judgement& judgement = judged.back().judgement;
      summary.Count(judgement);
      checker::ResultEntry entry = EntryFor(test, judgement);
      if (!request.table) {
        PrintLine(entry, judgement, width);
      }
      if (!request.table && !request.names.empty()) {
        PrintWhole(test, judgement);
      }
      collector.Add(std::move(entry));
    }
    if (request.table) {
      fmt::print("\n{}\n", LitmusTable(judged));
    }
  }
  if (!request.table) {
    summary.Print();
  } else if (summary.differing() > 0) {
    std::fputs("heddle: some tests are not as recorded: without --table it is said which\n",
               stderr);
  }
  return collector.Finish();
}

}  // namespace heddle::program
