// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_JUNIT_H_
#define HEDDLE_HEDDLE_REPORTS_JUNIT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "heddle/reports/produced_by.h"

namespace heddle::program {

// One thing that was looked into, as a case of a test report.
struct JunitCase {
  enum class Outcome : std::uint8_t {
    kPassed,
    kFailed,   // not as expected
    kSkipped,  // not decided
    kError,    // no result
  };

  std::string kind;  // "model", "fault", ...
  std::string name;
  double seconds = 0;
  Outcome outcome = Outcome::kPassed;
  std::string type;     // of a failure or an error, in a word
  std::string message;  // the same in a sentence, or why it is not decided
  std::string body;     // what there is to be seen of it
  std::string output;   // what it has come to, in a line
};

// JUnit XML as CI servers read it (docs/formats.md), a suite for each kind, with a newline at its
// end.
std::string ToJunit(const ProducedBy& produced_by, const std::vector<JunitCase>& cases);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_JUNIT_H_
