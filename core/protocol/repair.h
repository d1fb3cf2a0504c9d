// SPDX-License-Identifier: BSD-3-Clause
//
// Where the design as it shipped falls short of what one would expect, and what can be done instead
// (docs/findings.md). A repair is no part of that design: it is there for a model to show that it
// is enough.

#ifndef HEDDLE_CORE_PROTOCOL_REPAIR_H_
#define HEDDLE_CORE_PROTOCOL_REPAIR_H_

#include <cstdint>

namespace heddle::core {

enum class Repair : std::uint8_t {
  // R1, R2: a search that began before the last reset leaves the cursor alone, instead of storing
  // that the cycle is over, or its own place (R1-a).
  kCursorYieldsToReset,
  // R1, R2: a search stores its place only if the cursor is above it, instead of blindly (R1-b).
  kCursorOnlyFalls,
  // R1, R2: the chunk of the cursor is looked at only if the heap has it (R1-e).
  kCursorKnowsHoles,
  // R4: a scavenger lowers the low watermark only if its reservation is of the current generation,
  // instead of whichever it is.
  kWatermarkOfOneGeneration,
  // R4: a generation starts above all that the one before has not searched, instead of where that
  // one has released last (R4-a).
  kStartsAboveUnsearched,
  // R4: what is recorded of the released counter is subtracted from it, instead of storing 0
  // (R4-g).
  kSubtractsWhatItRecords,
  // An aligned allocation takes only the pages that it gives, instead of more, whose rest it frees
  // (3.9).
  kTakesAlignedPartAlone,
  // A flush raises the free high watermark for what it gives back that is not released, as a free
  // does, instead of leaving it (R4-b).
  kFlushRaisesWatermark,
  kLast = kFlushRaisesWatermark,
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_REPAIR_H_
