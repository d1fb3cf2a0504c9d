// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_COMPOSITIONS_COMPOSITIONS_H_
#define HEDDLE_MODELS_COMPOSITIONS_COMPOSITIONS_H_

#include <vector>

#include "models/model.h"

namespace heddle::models {

// A model of each composition in each revision that has one: those of one composition one after the
// other.
std::vector<Model> AllCompositions();

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_COMPOSITIONS_COMPOSITIONS_H_
