// SPDX-License-Identifier: BSD-3-Clause

#include <string>
#include <vector>

#include "litmus/json_reader.h"
#include "litmus/json_writer.h"
#include "litmus/litmus_file.h"
#include "litmus/malformed.h"
#include "tests/fuzz/fuzzers.h"
#include "tests/fuzz/reading.h"

namespace heddle::tests {
namespace {

using litmus::TestCase;

void RequireReadAgain(const std::vector<TestCase>& cases) {
  const std::string written = litmus::WritePrograms(cases);
  RequireThat(litmus::ReadPrograms(written) == cases,
              "written and read again, it is another:\n" + written);
}

}  // namespace

void FuzzPrograms(Bytes bytes) {
  const std::string_view text = TextOf(bytes);
  if (const auto cases =
          ReadOrRefuse<litmus::Malformed>([&] { return litmus::ReadPrograms(text); })) {
    RequireReadAgain(*cases);
  }
  // Nothing writes litmus tests; but what they mean can be said in the other notation, in which
  // what is asked is a check.
  if (const auto tests =
          ReadOrRefuse<litmus::Malformed>([&] { return litmus::ReadLitmusTests(text); })) {
    for (const litmus::LitmusTest& test : *tests) {
      TestCase as_case{test.program, std::nullopt};
      if (test.question == litmus::LitmusTest::Question::kOutcome) {
        as_case.program.check = test.asked;
      }
      RequireReadAgain({as_case});
    }
  }
}

}  // namespace heddle::tests
