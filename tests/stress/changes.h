// SPDX-License-Identifier: BSD-3-Clause
//
// Changes of the design, as a command line spells them.

#ifndef HEDDLE_TESTS_STRESS_CHANGES_H_
#define HEDDLE_TESTS_STRESS_CHANGES_H_

#include <string_view>

#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/revision.h"
#include "tests/stress/asked_protocol.h"

namespace heddle::stress {

// Puts drop:DECISION, skip:STEP, weaken:ACCESS=ORDER or order:ACCESS=ORDER, which is for an order
// that is neither weaker than the shipped one nor the same, into the protocol. Throws
// ArgumentError.
void ApplyChange(std::string_view change, core::TunableProtocol& protocol);

// Of a run that found nothing: throws ArgumentError if the protocol answers questions otherwise
// than as shipped and none of these was asked, so that it was the design as it ships.
void RequireAsked(const core::TunableProtocol& protocol, const AskedQuestions& asked,
                  core::Revision revision);

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_CHANGES_H_
