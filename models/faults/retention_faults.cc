// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> RetentionFaults() {
  return {
      {.name = "grow-not-made-up-for",
       .change = "a heap that grows beyond its goal releases nothing to make up for it",
       .goes_wrong = "it retains more than it should, although there are free pages",
       .model = "heap-grow-goal",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kScavengesGrowth); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "grow-not-expected",
       .change = "what the heap has grown by is left out when it is compared with its goal, as if "
                 "it were not to be used",
       .goes_wrong = "a heap that is at its goal makes up for nothing",
       .model = "heap-grow-goal",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kExpectsGrowthToBeUsed); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "goal-overshot",
       .change = "memory is released without a look at the goal",
       .goes_wrong = "a heap that is at its goal goes on until nothing is left",
       .model = "background-goal",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kStopsAtGoal); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "goal-parked-above",
       .change = "the background scavenger parks when it has released something, whether the heap "
                 "is at its goal or not",
       .goes_wrong = "the rest waits until somebody wakes it",
       .model = "background-goal",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kGoesOnUntilGoal); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
  };
}

}  // namespace heddle::models
