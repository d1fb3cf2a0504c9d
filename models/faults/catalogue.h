// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_FAULTS_CATALOGUE_H_
#define HEDDLE_MODELS_FAULTS_CATALOGUE_H_

#include <vector>

#include "models/faults/fault.h"

namespace heddle::models {

// All of kind kFault.
const std::vector<Fault>& Faults();
// All of kind kControl.
const std::vector<Fault>& Controls();
// All of kind kFinding.
const std::vector<Fault>& Findings();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_CATALOGUE_H_
