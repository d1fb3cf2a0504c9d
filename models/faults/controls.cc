// SPDX-License-Identifier: BSD-3-Clause
//
// Changes that the design tolerates: more work for the scavenger, or the same in another order. An
// oracle that blames one asks for more than the design promises.

#include "models/faults/catalogue.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Choice;
using core::TunableProtocol;

Fault Control(std::string_view name, std::string_view change, std::string_view tolerated,
              std::string_view model, void (*apply)(TunableProtocol&)) {
  return {.kind = Fault::Kind::kControl,
          .name = name,
          .change = change,
          .goes_wrong = tolerated,
          .model = model,
          .fewest_preemptions = 0,
          .apply = apply,
          .expectations = {{.verdicts = {Verdict::kPass}}}};
}

}  // namespace

const std::vector<Fault>& Controls() {
  static const std::vector<Fault> kControls = {
      Control("unresv-full-range",
              "all of a reservation is given back if some of it is left, not what is left alone",
              "what has been searched is searched again, and nothing is found there",
              "scavenge-scavenge-drain",
              [](TunableProtocol& p) { p.Change(Choice::kGivesBackRestAlone); }),
      Control("l2-publish-before-init",
              "the bitmaps of a new block say that its pages are scavenged before they are "
              "published, not after as shipped",
              "a search without the lock sees the pages as scavenged at once, where it would have "
              "been put right by its second look",
              "grow-optimistic-search",
              [](TunableProtocol& p) { p.Change(Choice::kPublishesBlockUnmarked); }),
      Control("opt-fooled-no-advance",
              "a search that was fooled by a stale word looks at the chunk again",
              "it sees what has changed, because it has held the heap lock since",
              "allocate-free-optimistic-search",
              [](TunableProtocol& p) { p.Change(Choice::kPassesWhereFooled); }),
      Control("opt-return-high", "a search goes on from the end of the pages that it has released",
              "it looks at them again, and finds them scavenged", "scavenge-start-generation",
              [](TunableProtocol& p) { p.Change(Choice::kGoesOnBelowReleased); }),
      Control("v1-cursor-stays",
              "R1's cursor stays where its cycle began, whatever is released, refused or found to "
              "hold nothing",
              "every search is one of the whole heap, and what has been released says so",
              "r1/scavenge-scavenge-drain",
              [](TunableProtocol& p) { p.Change(Choice::kCursorFollowsSearch); }),
  };
  return kControls;
}

}  // namespace heddle::models
