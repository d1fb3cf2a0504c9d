// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/categories.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Decision;
using core::Step;
using core::TunableProtocol;

}  // namespace

std::vector<Fault> WatermarkFaults() {
  return {
      {.name = "hwm-not-updated",
       .change = "a page that is freed does not raise the high watermark",
       .goes_wrong = "the next generation starts below it, and nobody searches there",
       .model = "scavenge-free-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kFreeRaisesHighWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "hwm-on-scav-free",
       .change = "pages that a scavenger frees again raise the high watermark",
       .goes_wrong =
           "the next generation starts above what has just been released, and searches it again",
       .model = "scavenge-scavenge-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kReleasedLeaveHighWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "hwm-not-on-refused",
       .change = "pages that the system has refused to take do not raise the high watermark when "
                 "they are freed",
       .goes_wrong = "the next generation starts below them, and nobody searches there",
       .model = "scavenge-refused",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kRefusedRaiseHighWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "hwm-two-critical-sections",
       .change = "a new generation reads the high watermark in one section of the heap lock, and "
                 "resets it in another",
       .goes_wrong = "what is freed in between is forgotten",
       .model = "free-start-scavenge",
       .fewest_preemptions = 1,
       .apply =
           [](TunableProtocol& p) { p.Drop(Decision::kReadsAndResetsHighWatermarkInOneSection); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "hwm-not-reset",
       .change = "a new generation does not reset the high watermark",
       .goes_wrong = "what was freed before it makes the next one start from there again",
       .model = "scavenge-scavenge-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kResetsHighWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "lwm-not-reset",
       .change = "a new generation does not reset the low watermark",
       .goes_wrong = "if nobody scavenges in it, the next one starts below what it did not search",
       .model = "scavenge-free-idle-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kResetsLowWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "lwm-not-lowered",
       .change = "what is released does not lower the low watermark",
       .goes_wrong = "every generation starts from the top, and searches all of the heap again",
       .model = "scavenge-scavenge-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kLowersLowWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "lwm-blind-store",
       .change = "a release sets the low watermark to its own page without comparing",
       .goes_wrong = "a scavenger that was overtaken raises it again, and what has been searched "
                     "is searched once more",
       .model = "scavenge-scavenge-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kLowWatermarkOnlyFalls); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "lwm-compare-inverted",
       .change = "a generation starts from the lower one of the watermarks",
       .goes_wrong = "what lies between them is in no generation, and nobody searches it",
       .model = "free-start-generation",
       .fewest_preemptions = 0,
       .apply = [](TunableProtocol& p) { p.Skip(Step::kStartsAtHigherWatermark); },
       .expectations = {{.verdicts = {Verdict::kLostWork}}}},
      {.name = "lwm-no-lock",
       .change = "the low watermark is lowered without the scavenger lock",
       .goes_wrong = "a new generation resets the watermark while it is being lowered",
       .model = "scavenge-start-generation",
       .fewest_preemptions = 1,
       .apply = [](TunableProtocol& p) { p.Drop(Decision::kWatermarkUnderScavengerLock); },
       .expectations = {{.verdicts = {Verdict::kRace}}},
       .reference = "similar to tcmalloc commit 2f7ec9da"},
  };
}

}  // namespace heddle::models
