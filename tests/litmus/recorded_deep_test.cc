// SPDX-License-Identifier: BSD-3-Clause
//
// Relacy's full search of the programs that take it long.

#include <algorithm>

#include "tests/litmus/recorded.h"

namespace heddle::litmus {
namespace {

class LargeProgram : public testing::TestWithParam<const char*> {};

TEST_P(LargeProgram, UnderRelacysFullSearch) {
  const auto test = std::ranges::find_if(
      Recorded(), [](const TestCase& each) { return each.program.name == GetParam(); });
  ASSERT_NE(test, Recorded().end());
  ExpectAsRecorded(*test, checker::StrategyName::Kind::kRelacyFull);
}

INSTANTIATE_TEST_SUITE_P(All, LargeProgram, testing::Values("LockAdd<3,2>", "LostUpdate3"),
                         [](const testing::TestParamInfo<const char*>& info) {
                           return Identifier(info.param);
                         });

}  // namespace
}  // namespace heddle::litmus
