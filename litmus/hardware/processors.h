// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_PROCESSORS_H_
#define HEDDLE_LITMUS_HARDWARE_PROCESSORS_H_

#include <vector>

namespace heddle::litmus {

// Those that this thread may run on; empty if the system does not tell.
std::vector<int> UsableProcessors();

// Keeps this thread on a processor, if the system lets it.
void StayOn(int processor);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_PROCESSORS_H_
