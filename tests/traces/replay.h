// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_TRACES_REPLAY_H_
#define HEDDLE_TESTS_TRACES_REPLAY_H_

#include <cstdint>
#include <string>

#include "tests/traces/replayer.h"

namespace heddle::tests {

// What became of one trace.
struct Outcome {
  enum class Kind : std::uint8_t {
    kAgrees,    // every result and every digest is as the trace says; `text` is its name
    kDiffers,   // `text` says where first, what was expected and what came
    kUnusable,  // not a trace; `text` says where and why
  };
  Kind kind;
  std::string text;  // one line
};

// Replays the trace in a file, up to the first line that differs.
Outcome ReplayFile(const std::string& path, Replay with = Replay::kSingleThread);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_REPLAY_H_
