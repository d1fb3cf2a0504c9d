// SPDX-License-Identifier: BSD-3-Clause
//
// Every pair of operations. The layouts are those of world_layout.h.

#include <utility>

#include "models/compositions/composition.h"

namespace heddle::models {
namespace {

using enum OperationId;
using enum HeapKind;
using enum core::Revision;

constexpr IdleGenerations kOne = {};
// What comes back late of a reservation lies above the pages that were released below it.
constexpr IdleGenerations kTwoForRemainder = {2, "resv-outstanding-above-lwm"};

std::vector<Composition> WithAllocate() {
  return {
      {{kAllocate, kAllocate}, kSmall, "AASF", kOne, {{"allocate-allocate", {kR4}}}},
      {{kAllocate, kAllocateAligned}, kSmall, "FAFFFFFAA"},
      {{kAllocate, kFree}, kSmall, "ATAF"},
      {{kAllocate, kGrow}, kWhole, "AAFA", kOne, {{"heap-grow-scavenge", {kR2, kR3, kR4}}}},
      {{kAllocate, kCache}, kWhole, "AASF"},
      {{kAllocate, kScavenge}, kSmall, "AAAF", kOne, {{"allocate-free-scavenge", {kR1, kR3, kR4}}}},
      {{kAllocate, kSearch},
       kSmall,
       "AAAF,AAAA",
       kOne,
       {{"allocate-optimistic-search", {kR1, kR3, kR4}}}},
      {{kAllocate, kReserve}, kShared, "AAAF,AAAF"},
      {{kAllocate, kStartGeneration}, kSmall, "AAAF"},
      {{kAllocate, kStartGenerationTwice}, kSmall, "AAAF"},
      {{kAllocate, kScavengeAll}, kSmall, "AAAF,AAAF", kOne, {{"allocate-free-scavenge", {kR2}}}},
      {{kAllocate, kBackground}, kWhole, "AAFF"},
  };
}

std::vector<Composition> WithAllocateAligned() {
  return {
      {{kAllocateAligned, kAllocateAligned}, kSmall, "FFFFFAA,FFFFFAA"},
      {{kAllocateAligned, kFree}, kSmall, "TAFFFFFAA"},
      {{kAllocateAligned, kGrow}, kWhole, "FFFFFAA"},
      {{kAllocateAligned, kCache}, kWhole, "F,FFFFFAA"},
      {{kAllocateAligned, kScavenge}, kSmall, "FFFFAFFFFFAA"},
      {{kAllocateAligned, kSearch}, kSmall, "FFFFAFFFFFAA,AAAA"},
      {{kAllocateAligned, kReserve}, kShared, "FFFFFAA,AAAA"},
      {{kAllocateAligned, kStartGeneration}, kSmall, "FFFFFAA"},
      {{kAllocateAligned, kStartGenerationTwice}, kSmall, "FFFFFAA"},
      {{kAllocateAligned, kScavengeAll}, kSmall, "FFFFAFFFFFAA"},
      {{kAllocateAligned, kBackground}, kWhole, "FFFFAFFFFFAA"},
  };
}

std::vector<Composition> WithFree() {
  return {
      {{kFree, kFree}, kSmall, "ATAT"},
      {{kFree, kGrow}, kWhole, "ATAF"},
      {{kFree, kCache}, kWhole, "ATAF"},
      {{kFree, kScavenge}, kSmall, "ATAF"},
      {{kFree, kSearch}, kSmall, "AAFT,AAAA"},
      {{kFree, kReserve}, kShared, "AAAT,AAAF"},
      {{kFree, kStartGeneration}, kSmall, "AAAA,AAAT", kOne, {{"free-start-generation", {kR4}}}},
      {{kFree, kStartGenerationTwice}, kSmall, "AAAA,AAAT"},
      {{kFree, kScavengeAll}, kSmall, "AAAT,AAAF"},
      {{kFree, kBackground}, kWhole, "AAFT"},
  };
}

std::vector<Composition> WithGrow() {
  return {
      {{kGrow, kGrow}, kWhole, "AAAA", kOne, {{"heap-grow-grow", {kR3, kR4}}}},
      {{kGrow, kCache}, kWhole, "AAFA"},
      {{kGrow, kScavenge}, kWhole, "AAFA"},
      {{kGrow, kSearch}, kWhole, "AAFA,AAAA"},
      {{kGrow, kReserve}, kWhole, "AAFA"},
      {{kGrow, kStartGeneration}, kWhole, "AAFA"},
      {{kGrow, kStartGenerationTwice}, kWhole, "AAFA"},
      {{kGrow, kScavengeAll}, kWhole, "AAFA"},
      {{kGrow, kBackground}, kWhole, "AAFA"},
  };
}

std::vector<Composition> WithCache() {
  return {
      {{kCache, kCache}, kWhole, "AAFF,AAFF"},
      {{kCache, kScavenge}, kWhole, "AAFF", kOne, {{"heap-cache-scavenge", {kR4}}}},
      {{kCache, kSearch}, kWhole, "AAFF,AAAA"},
      {{kCache, kReserve}, kWhole, "AAFF"},
      {{kCache, kStartGeneration}, kWhole, "AAFF"},
      {{kCache, kStartGenerationTwice}, kWhole, "AAFF"},
      {{kCache, kScavengeAll}, kWhole, "AAFF"},
      {{kCache, kBackground}, kWhole, "AAFF"},
  };
}

std::vector<Composition> WithScavenge() {
  return {
      {{kScavenge, kScavenge}, kShared, "AAAF,AAAF", kOne, {{"scavenge-scavenge", {kR4}}}},
      {{kScavenge, kSearch}, kShared, "AAAF,AAAF,AAAA"},
      {{kScavenge, kReserve}, kShared, "AAAF,AAAF", kTwoForRemainder},
      {{kScavenge, kStartGeneration},
       kShared,
       "AAAF,AAAF",
       kOne,
       {{"scavenge-start-generation", {kR4}}}},
      {{kScavenge, kStartGenerationTwice},
       kShared,
       "AAAF,AAAF",
       kOne,
       {{"scavenge-start-start", {kR4}}}},
      {{kScavenge, kScavengeAll}, kShared, "AAAF,AAAF"},
      {{kScavenge, kBackground}, kWhole, "AAFF"},
  };
}

std::vector<Composition> WithSearch() {
  return {
      {{kSearch, kSearch},
       kShared,
       "AAAF,AAAA,AAAF,AAAA",
       kOne,
       {{"scavenge-scavenge", {kR1, kR3}}}},
      {{kSearch, kReserve}, kShared, "AAAA,AAAF,AAAA"},
      {{kSearch, kStartGeneration},
       kSmall,
       "AAAF,AAAA",
       kOne,
       {{"scavenge-start-generation", {kR3}}}},
      {{kSearch, kStartGenerationTwice}, kSmall, "AAAF,AAAA"},
      {{kSearch, kScavengeAll},
       kSmall,
       "AAAF,AAAA",
       kOne,
       {{"scavenge-forced-scavenge", {kR2, kR3}}}},
      {{kSearch, kBackground}, kWhole, "AAFF,AAAA"},
  };
}

std::vector<Composition> WithReserve() {
  return {
      {{kReserve, kReserve}, kShared, "AAAF,AAAF"},
      {{kReserve, kStartGeneration},
       kShared,
       "AAAF,AAAF",
       kOne,
       {{"reserve-start-generation", {kR3, kR4}}}},
      {{kReserve, kStartGenerationTwice}, kShared, "AAAF,AAAF"},
      {{kReserve, kScavengeAll}, kShared, "AAAF,AAAF", kTwoForRemainder},
      {{kReserve, kBackground}, kWhole, "AAFF"},
  };
}

std::vector<Composition> OfGenerations() {
  return {
      {{kStartGeneration, kStartGeneration}, kSmall, "AAAF"},
      {{kStartGeneration, kStartGenerationTwice}, kSmall, "AAAF"},
      {{kStartGeneration, kScavengeAll},
       kShared,
       "AAAF",
       kOne,
       {{"forced-start-generation", {kR4}}}},
      {{kStartGeneration, kBackground}, kWhole, "AAFF"},
      {{kStartGenerationTwice, kStartGenerationTwice}, kSmall, "AAAF"},
      {{kStartGenerationTwice, kScavengeAll}, kShared, "AAAF"},
      {{kStartGenerationTwice, kBackground}, kWhole, "AAFF"},
      {{kScavengeAll, kScavengeAll}, kSmall, "AAAF"},
      {{kScavengeAll, kBackground}, kWhole, "AAFF"},
      {.operations = {kBackground, kBackground},
       .makes_no_sense_because =
           "a heap has one background scavenger, whose pacing no lock guards"},
  };
}

}  // namespace

const std::vector<Composition>& Pairs() {
  static const std::vector<Composition> kPairs = [] {
    std::vector<Composition> pairs;
    for (const auto part : {&WithAllocate, &WithAllocateAligned, &WithFree, &WithGrow, &WithCache,
                            &WithScavenge, &WithSearch, &WithReserve, &OfGenerations}) {
      for (Composition& pair : part()) {
        pairs.push_back(std::move(pair));
      }
    }
    return pairs;
  }();
  return kPairs;
}

}  // namespace heddle::models
