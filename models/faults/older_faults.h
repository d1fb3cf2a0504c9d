// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_FAULTS_OLDER_FAULTS_H_
#define HEDDLE_MODELS_FAULTS_OLDER_FAULTS_H_

#include <string_view>
#include <vector>

#include "models/faults/fault.h"

namespace heddle::models {

// A fault of R4 in a model of an older revision, whose own code takes the same decision:
// "v3-gen-no-bump" is R3's "gen-no-bump".
struct OlderFault {
  std::string_view name;
  std::string_view model;
  unsigned fewest_preemptions;
  std::vector<Expectation> expectations;
};

// The rest of each is as in `latest`. Fatal if it is not there.
std::vector<Fault> OlderFaults(const std::vector<Fault>& latest,
                               const std::vector<OlderFault>& older);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_OLDER_FAULTS_H_
