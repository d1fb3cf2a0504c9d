// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_EXIT_STATUS_H_
#define HEDDLE_HEDDLE_EXIT_STATUS_H_

#include <stdexcept>

namespace heddle::program {

enum ExitStatus : int {
  kAsExpected = 0,
  kViolation = 1,  // or a fault that was not found, or a trace that does not lead where it did
  kUsage = 2,      // or input that is wrong
  kUndecided = 3,  // a limit was reached first
  kNoResult = 4,   // the checker itself failed, or the program is not deterministic
  // Of `heddle run` alone, for what runs it on many machines. As in sysexits.h.
  kTryAgain = 75,    // something failed that need not fail again, here or elsewhere
  kOtherBuild = 78,  // the shard is of another build than this machine has
};

// Wrong usage or input. The message is one line that names the thing and what was expected.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Something failed that need not fail again: kTryAgain. One line, too.
class TemporaryFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// kOtherBuild. One line, too.
class OtherBuild : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_EXIT_STATUS_H_
