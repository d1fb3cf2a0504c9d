// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_VECTORS_POLICY_NAME_H_
#define HEDDLE_TESTS_VECTORS_POLICY_NAME_H_

#include <string>
#include <type_traits>

#include "core/sync/single_thread.h"

namespace heddle::tests {

// Names the cases of a test that runs with several synchronization policies.
struct PolicyName {
  template <class Sync>
  static std::string GetName(int /*index*/) {
    return std::is_same_v<Sync, core::SingleThread> ? "SingleThread" : "StdSync";
  }
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_VECTORS_POLICY_NAME_H_
