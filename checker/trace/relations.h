// SPDX-License-Identifier: BSD-3-Clause
//
// How the events of an execution hang together.

#ifndef HEDDLE_CHECKER_TRACE_RELATIONS_H_
#define HEDDLE_CHECKER_TRACE_RELATIONS_H_

#include <cstddef>
#include <limits>
#include <vector>

#include "checker/trace/recorder.h"

namespace heddle::checker {

inline constexpr std::size_t kNoEvent = std::numeric_limits<std::size_t>::max();

// Whether the event leaves a value behind: a store, a read-modify-write, a compare-and-exchange
// that succeeds, a write of plain memory.
bool Writes(const Event& event);

// For each event that reads, the one that wrote what it read; kNoEvent for the others, and where
// that was written before the recording began.
std::vector<std::size_t> ReadsFrom(const Recorder::Events& events);

// Of each load that saw an older value: the event that had stored the newest one by then. Else
// kNoEvent.
std::vector<std::size_t> NewestUnseen(const Recorder::Events& events);

// For each event, those of other threads that it comes after directly: they happen before it, and
// before nothing else that does. None of what is said.
std::vector<std::vector<std::size_t>> ComesAfter(const Recorder::Events& events);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_RELATIONS_H_
