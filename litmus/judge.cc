// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace heddle::litmus {
namespace {

using checker::StrategyName;

using Question = LitmusTest::Question;

bool HasAsked(const LitmusTest& test, const std::vector<Outcome>& outcomes) {
  return std::ranges::any_of(
      outcomes, [&](const Outcome& outcome) { return Evaluate(test.asked, outcome) != 0; });
}

// The verdict that answers the question; empty if it is not about verdicts.
std::string_view VerdictOf(Question question) {
  switch (question) {
    case Question::kRace:
      return "race";
    case Question::kDeadlock:
      return "deadlock";
    case Question::kOutcome:
      break;
  }
  return "";
}

bool IsReached(const LitmusTest& test, const Observation& observation) {
  return test.question == Question::kOutcome
             ? HasAsked(test, observation.outcomes)
             : std::ranges::count(observation.verdicts, VerdictOf(test.question)) > 0;
}

// RC11 knows nothing of waiting.
std::optional<bool> AllowedBy(const std::optional<AllowedByRc11>& rc11, const LitmusTest& test) {
  if (!rc11 || test.question == Question::kDeadlock) {
    return std::nullopt;
  }
  if (test.question == Question::kRace) {
    return rc11->has_race;
  }
  // What a program with a race does is undefined.
  return rc11->has_race ? std::nullopt : std::optional(HasAsked(test, rc11->outcomes));
}

std::vector<Outcome> Without(const std::vector<Outcome>& all, const std::vector<Outcome>& taken) {
  std::vector<Outcome> left;
  std::ranges::set_difference(all, taken, std::back_inserter(left));
  return left;
}

// Of a bounded search it is known what it has shown, and not what there is to be shown.
bool SawAll(const checker::CheckResult& check) {
  return check.exhausted && !check.strategy.HasBound();
}

std::optional<Relation> Compare(bool allowed, bool reached, bool saw_all) {
  if (reached) {
    return allowed ? Relation::kSame : Relation::kWeaker;
  }
  if (!saw_all) {
    return std::nullopt;
  }
  return allowed ? Relation::kStronger : Relation::kSame;
}

Shown Show(const LitmusTest& test, checker::CheckOptions options, unsigned depth,
           const Judgement& judgement, checker::Progress* progress) {
  options.simulation.history_depth = depth;
  Shown shown{.depth = depth,
              .observation = Explore(test.program, options, progress),
              .reached = false,
              .relation = {},
              .missed = {},
              .forbidden = {}};
  const Observation& observation = shown.observation;
  // An execution that ends in a violation has no outcome, so what it would have been is not seen.
  const bool has_outcomes = test.question != Question::kOutcome || observation.verdicts.empty();
  const bool saw_all = SawAll(observation.check) && has_outcomes;
  shown.reached = IsReached(test, observation);
  if (judgement.allowed) {
    shown.relation = Compare(*judgement.allowed, shown.reached, saw_all);
  }
  // A program with a race has no outcomes that mean anything.
  if (judgement.rc11 && !judgement.rc11->has_race) {
    shown.forbidden = Without(observation.outcomes, judgement.rc11->outcomes);
    if (saw_all) {
      shown.missed = Without(judgement.rc11->outcomes, observation.outcomes);
    }
  }
  return shown;
}

bool IsAsRecorded(Relation recorded, const Shown& shown) {
  return shown.relation == recorded ||
         (shown.depth > 1 && recorded == Relation::kStronger && shown.relation == Relation::kSame);
}

void CompareOutcomes(std::string_view what, const std::optional<std::vector<Outcome>>& recorded,
                     const std::vector<Outcome>& found, std::vector<std::string>& differences) {
  if (recorded && *recorded != found) {
    const auto text = [](const std::vector<Outcome>& outcomes) {
      std::string all;
      for (const Outcome& outcome : outcomes) {
        all += (all.empty() ? "" : " ") + ToString(outcome);
      }
      return all.empty() ? "none" : all;
    };
    differences.push_back(
        fmt::format("{}: expected {}, saw {}", what, text(*recorded), text(found)));
  }
}

void NoteDifferences(const LitmusTest& test, const Shown& shown,
                     std::vector<std::string>& differences) {
  if (test.relation && shown.relation && !IsAsRecorded(*test.relation, shown)) {
    differences.push_back(fmt::format("relation at depth {}: expected {}, saw {}", shown.depth,
                                      Name(*test.relation), Name(*shown.relation)));
  }
  const checker::CheckResult& check = shown.observation.check;
  // Those of a program that fails are counted to its first violation.
  if (test.relacy_full_executions && check.exhausted && shown.depth == 1 &&
      test.question == Question::kOutcome &&
      check.strategy.kind == StrategyName::Kind::kRelacyFull &&
      check.executions != *test.relacy_full_executions) {
    differences.push_back(fmt::format("executions: expected {}, saw {}",
                                      *test.relacy_full_executions, check.executions));
  }
  if (SawAll(check) && shown.depth == 1) {
    CompareOutcomes("outcomes that are allowed and not shown", test.missed, shown.missed,
                    differences);
    CompareOutcomes("outcomes that are shown and not allowed", test.forbidden, shown.forbidden,
                    differences);
  }
  for (const std::string& verdict : shown.observation.verdicts) {
    if (verdict != VerdictOf(test.question)) {
      differences.push_back(
          fmt::format("verdicts at depth {}: did not expect {}", shown.depth, verdict));
    }
  }
}

}  // namespace

Judgement Judge(const LitmusTest& test, const checker::CheckOptions& options,
                std::span<const unsigned> depths, checker::Progress* progress) {
  Judgement judgement{.allowed = test.allowed,
                      .allowed_by_axioms = {},
                      .rc11 = AllowedOutcomes(test.program),
                      .shown = {},
                      .differences = {}};
  judgement.allowed_by_axioms = AllowedBy(judgement.rc11, test);
  if (!judgement.allowed) {
    judgement.allowed = judgement.allowed_by_axioms;
  }
  for (const unsigned depth : depths) {
    judgement.shown.push_back(Show(test, options, depth, judgement, progress));
    NoteDifferences(test, judgement.shown.back(), judgement.differences);
  }
  return judgement;
}

}  // namespace heddle::litmus
