// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_SHOW_LEFT_H_
#define HEDDLE_MODELS_WORLD_SHOW_LEFT_H_

#include <cstddef>

#include "checker/relacy/primitives.h"
#include "core/sync/failure.h"

namespace heddle::models {

// Puts into the trace, if one is recorded, which ranges may still be reserved. With the lock held
// that guards them.
template <class Ranges>
void ShowLeft(const Ranges& left) {
  if (!checker::IsRecording()) {
    return;
  }
  core::FailureText text;
  for (std::size_t i = 0; i < left.Count(); ++i) {
    text << (i == 0 ? "" : " ") << left.At(i);
  }
  checker::Show("left to reserve", text.view());
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_SHOW_LEFT_H_
