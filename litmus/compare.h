// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_COMPARE_H_
#define HEDDLE_LITMUS_COMPARE_H_

#include <string>
#include <vector>

#include "litmus/expectation.h"
#include "litmus/explore.h"

namespace heddle::litmus {

// What was seen otherwise than expected, a phrase for each; empty if nothing was. Of a search that
// was not to see everything, or was ended by a limit, it only counts what it saw and should not
// have seen.
std::vector<std::string> Differences(const Expectation& expectation,
                                     const Observation& observation);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_COMPARE_H_
