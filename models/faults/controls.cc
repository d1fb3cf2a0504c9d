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
      Control("opt-no-peek-at-bits",
              "the search without the lock takes the lock for every chunk that has a free page by "
              "its summary, without a look at its bits",
              "it finds there that all of them are scavenged, and goes on",
              "allocate-optimistic-search",
              [](TunableProtocol& p) { p.Change(Choice::kPeeksAtBits); }),
      Control(
          "lwm-two-critical-sections",
          "a new generation reads the low watermark in one section of the scavenger lock, and "
          "resets it in another",
          "what is released in between is forgotten, and the next generation starts higher than "
          "it had to",
          "scavenge-start-generation",
          [](TunableProtocol& p) { p.Change(Choice::kTakesLowWatermarkInOneSection); }),
      Control("alloc-leaves-searchaddr",
              "an allocation leaves the search address where it was, below pages that are in use",
              "the next one looks at these first, and finds none free", "allocate-free-scavenge",
              [](TunableProtocol& p) { p.Change(Choice::kRaisesSearch); }),
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
