// SPDX-License-Identifier: BSD-3-Clause
//
// The parts of the catalogue of faults, one source each.

#ifndef HEDDLE_MODELS_FAULTS_CATEGORIES_H_
#define HEDDLE_MODELS_FAULTS_CATEGORIES_H_

#include <vector>

#include "models/faults/fault.h"

namespace heddle::models {

// Of generations: their numbers, their address space, and whose reservation is whose (allocator-
// spec 5.5).
std::vector<Fault> GenerationFaults();
// Of reservations, and of the sets of ranges that they are taken from (allocator-spec 4.2, 5.5).
std::vector<Fault> ReservationFaults();
// Of finding pages and claiming them (allocator-spec 5.8, 2 to 7a).
std::vector<Fault> ClaimFaults();
// Of the order in which memory is released and pages are free again (allocator-spec 5.8, 7b to 7e).
std::vector<Fault> ReleaseFaults();
// Of what an allocation gives its caller (3.6, 6.3).
std::vector<Fault> ResultFaults();
// Of the bits that say that a page is released (allocator-spec 5.8, 7f; I9, I42).
std::vector<Fault> ScavengedBitFaults();
// Of the counters, and of what they are told by (allocator-spec 3.7, 6.3, 9.2).
std::vector<Fault> AccountingFaults();
// Of where a generation starts (allocator-spec 3.6, 5.5, 5.8, 7c; I26 to I28).
std::vector<Fault> WatermarkFaults();
// Of locks that are not taken, or taken in the wrong order (allocator-spec 5.7, 6.3, 6.4; I38).
std::vector<Fault> LockingFaults();
// Of what is read without a lock: how it is published, and how it is read (allocator-spec 9.3,
// 9.4).
std::vector<Fault> PublicationFaults();
// Of the summaries and the search address, by which free pages are found (allocator-spec 3.5, 3.8,
// 6.3; I1, I2, I6, I43).
std::vector<Fault> SearchFaults();
// Of the table of spans, and of what an arena has handed out before (allocator-spec 6.3, 6.4).
std::vector<Fault> SpanFaults();
// Of the page caches (allocator-spec 7).
std::vector<Fault> PageCacheFaults();
// Of parking the background scavenger and waking it (allocator-spec 6.7).
std::vector<Fault> WakeupFaults();
// Of a system that refuses to map memory, or to make it usable (allocator-spec 6.1 to 6.3).
std::vector<Fault> RefusalFaults();
// Of how much is released: of the goal, and what a growth makes up for (allocator-spec 6.3, 6.6,
// 6.7).
std::vector<Fault> RetentionFaults();
// Of the scavenge index (allocator-spec, appendix B).
std::vector<Fault> IndexFaults();
// Of R1 and R2, and of R3 (allocator-spec 5.1 to 5.6). `latest`: all those above.
std::vector<Fault> CursorFaults(const std::vector<Fault>& latest);
std::vector<Fault> RangeFaults(const std::vector<Fault>& latest);

// Of a range that is reserved twice: the ledger of reservations sees it at once, and the set of
// ranges itself when something is added that is there already.
std::vector<Expectation> Overlap();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_CATEGORIES_H_
