// SPDX-License-Identifier: BSD-3-Clause
//
// The parts of the catalogue, one source each.

#ifndef HEDDLE_MODELS_FAULTS_CATEGORIES_H_
#define HEDDLE_MODELS_FAULTS_CATEGORIES_H_

#include <vector>

#include "models/faults/fault.h"

namespace heddle::models {

// Of generations and reservations (allocator-spec 5.5, 5.7).
std::vector<Fault> ReservationFaults();
// Of claims, releases, allocations and what they hold meanwhile (5.8, 6.3).
std::vector<Fault> ReleaseFaults();
// Of what an allocation gives its caller (3.6, 6.3).
std::vector<Fault> ResultFaults();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_CATEGORIES_H_
