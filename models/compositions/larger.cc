// SPDX-License-Identifier: BSD-3-Clause
//
// Three operations and more, where each can affect what another one does: a mutator, a scavenger
// and a new generation; two mutators and a scavenger; two scavengers and one of the others.

#include <utility>

#include "models/compositions/composition.h"

namespace heddle::models {
namespace {

using enum OperationId;
using enum HeapKind;
using enum core::Revision;

constexpr IdleGenerations kTwoForRemainder = {2, "resv-outstanding-above-lwm"};
constexpr IdleGenerations kTwoForWatermark = {2, "gen-lwm-not-checked"};

std::vector<Composition> WithNewGeneration() {
  return {
      {{kAllocate, kScavenge, kStartGeneration}, kSmall, "AAAF"},
      {{kAllocate, kSearch, kStartGeneration}, kSmall, "AAAF,AAAA"},
      {{kAllocate, kReserve, kStartGeneration}, kShared, "AAAF,AAAF"},
      {{kAllocate, kStartGeneration, kScavengeAll}, kSmall, "AAAF"},
      {{kAllocate, kStartGeneration, kBackground}, kWhole, "AAFF"},
      {{kAllocateAligned, kScavenge, kStartGeneration}, kSmall, "FFFFAFFFFFAA"},
      {{kFree, kScavenge, kStartGeneration}, kSmall, "AAAF,AAAT", kTwoForWatermark},
      {{kFree, kSearch, kStartGeneration}, kSmall, "AAFT,AAAA"},
      {{kFree, kReserve, kStartGeneration}, kShared, "AAAF,AAAT"},
      {{kFree, kStartGeneration, kScavengeAll}, kSmall, "AAAF,AAAT"},
      {{kFree, kStartGeneration, kBackground}, kWhole, "AAFT"},
      {{kGrow, kScavenge, kStartGeneration}, kWhole, "AAFA"},
      {{kGrow, kSearch, kStartGeneration}, kWhole, "AAFA,AAAA"},
      {{kGrow, kReserve, kStartGeneration}, kWhole, "AAFA"},
      {{kGrow, kStartGeneration, kScavengeAll}, kWhole, "AAFA"},
      {{kCache, kScavenge, kStartGeneration}, kWhole, "AAFF"},
      {{kCache, kSearch, kStartGeneration}, kWhole, "AAFF,AAAA"},
      {{kCache, kReserve, kStartGeneration}, kWhole, "AAFF"},
      {{kCache, kStartGeneration, kScavengeAll}, kWhole, "AAFF"},
      {{kCache, kStartGeneration, kBackground}, kWhole, "AAFF"},
  };
}

std::vector<Composition> OfTwoMutators() {
  return {
      {{kAllocate, kAllocate, kScavenge}, kSmall, "AAFF"},
      {{kAllocate, kFree, kScavenge}, kSmall, "ATAF"},
      {{kAllocate, kFree, kSearch}, kSmall, "ATAF,AAAA"},
      {{kAllocate, kFree, kScavengeAll}, kSmall, "ATAF"},
      {{kAllocate, kGrow, kScavenge}, kWhole, "AAFA"},
      {{kAllocate, kCache, kScavenge}, kWhole, "AAFF"},
      {{kFree, kFree, kScavenge}, kSmall, "ATAT"},
      {{kFree, kGrow, kScavenge}, kWhole, "ATAF"},
      {{kFree, kCache, kScavenge}, kWhole, "ATAF"},
  };
}

std::vector<Composition> OfTwoScavengers() {
  return {
      {{kAllocate, kScavenge, kScavenge}, kShared, "AAAF,AAAF"},
      {{kAllocate, kScavenge, kSearch}, kShared, "AAAF,AAAF,AAAA"},
      {{kAllocate, kScavenge, kScavengeAll}, kSmall, "AAAF"},
      {{kFree, kScavenge, kScavenge}, kShared, "AAAF,AAAT"},
      {{kFree, kScavenge, kScavengeAll}, kSmall, "AAAT"},
      {{kScavenge, kScavenge, kScavenge}, kShared, "AAAF,AAAF"},
      {{kScavenge, kScavenge, kStartGeneration}, kShared, "AAAF,AAAF"},
      {{kScavenge, kScavenge, kStartGenerationTwice}, kShared, "AAAF,AAAF"},
      {{kScavenge, kSearch, kStartGeneration}, kShared, "AAAF,AAAF,AAAA"},
      {{kScavenge, kReserve, kStartGeneration}, kShared, "AAAF,AAAF", kTwoForRemainder},
      {{kSearch, kReserve, kStartGeneration}, kShared, "AAAA,AAAF,AAAA"},
      {{kReserve, kReserve, kStartGeneration}, kShared, "AAAF,AAAF"},
      {{kScavenge, kReserve, kReserve}, kShared, "AAAF,AAAF", kTwoForRemainder},
  };
}

// The largest of the quick lane.
std::vector<Composition> OfFourThreads() {
  return {
      {{kAllocate, kScavenge, kScavenge, kStartGeneration}, kShared, "AAAF,AAAF"},
      {{kFree, kScavenge, kScavenge, kStartGeneration}, kShared, "AAAF,AAAT", kTwoForWatermark},
  };
}

// More than a quick run has time for. With a mutator besides three scavengers the locks alone can
// be taken in more orders than any run has time for, so that one is explored within a bound.
std::vector<Composition> Deep() {
  std::vector<Composition> deep = {
      {{kAllocate, kFree, kBackground}, kWhole, "ATAF"},
      {{kGrow, kStartGeneration, kBackground}, kWhole, "AAFA"},
      {{kScavenge, kScavenge, kScavenge, kStartGeneration}, kShared, "AAAF,AAAF"},
      {.operations = {kAllocate, kScavenge, kScavenge, kScavenge, kStartGeneration},
       .heap = kShared,
       .layout = "AAAF,AAAF,AAAF",
       .idle_in_r4 = kTwoForRemainder,
       .bound = 2,
       .only = {kR4}},
  };
  for (Composition& composition : deep) {
    composition.lane = Lane::kDeep;
  }
  return deep;
}

}  // namespace

const std::vector<Composition>& LargerCompositions() {
  static const std::vector<Composition> kLarger = [] {
    std::vector<Composition> all;
    for (const auto part :
         {&WithNewGeneration, &OfTwoMutators, &OfTwoScavengers, &OfFourThreads, &Deep}) {
      for (Composition& composition : part()) {
        all.push_back(std::move(composition));
      }
    }
    return all;
  }();
  return kLarger;
}

}  // namespace heddle::models
