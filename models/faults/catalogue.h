// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_FAULTS_CATALOGUE_H_
#define HEDDLE_MODELS_FAULTS_CATALOGUE_H_

#include <vector>

#include "models/faults/fault.h"

namespace heddle::models {

const std::vector<Fault>& Faults();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_CATALOGUE_H_
