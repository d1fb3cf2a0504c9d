// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::MemoryOrder;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> WakeupFaults() {
  return {
      {.name = "park-lost-wakeup",
       .change = "the background scavenger gives its lock back before it says that it is parked",
       .goes_wrong = "who wakes it in between thinks that it is busy, and it sleeps for good",
       .model = "background-wake",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kParksInOneSection); },
       .expectations = {{.verdicts = {Verdict::kDeadlock, Verdict::kLostWork}}}},
      {.name = "park-no-lock",
       .change = "the background scavenger decides to park without its lock",
       .goes_wrong = "somebody wakes it or stops it meanwhile",
       .model = "background-wake",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kParksUnderLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "wake-no-lock",
       .change = "the background scavenger is woken without its lock",
       .goes_wrong = "it decides to park meanwhile",
       .model = "background-wake",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kWakesUnderLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}}},
      {.name = "wake-busy",
       .change = "the background scavenger is woken even if it is busy, and the request taken",
       .goes_wrong = "if it is stopped before it looks again, what the request was made for is not "
                     "done, and nobody knows of it any more",
       .model = "background-wake",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kWakesIfParked); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "wake-wipes-out-request",
       .change = "who wakes the background scavenger clears the request without having read it",
       .goes_wrong = "a request that came since is gone, and the scavenger that is woken need not "
                     "see what it was made for",
       .model = "background-wake",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kWakeTakesRequest); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}},
       .reference = "similar to dotnet/runtime pull 84975"},
      {.name = "wake-request-relaxed",
       .change = "a request to wake is stored without release",
       .goes_wrong =
           "the scavenger that is woken need not see what it was made for, and parks again",
       .model = "background-wake",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Weaken(Access::kRequestWake, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "wake-take-relaxed",
       .change = "a request to wake is taken without acquire",
       .goes_wrong =
           "the scavenger that is woken need not see what it was made for, and parks again",
       .model = "background-wake",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) { p.Weaken(Access::kTakeWakeRequest, MemoryOrder::kRelaxed); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
  };
}

}  // namespace heddle::models
