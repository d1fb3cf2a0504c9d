// SPDX-License-Identifier: BSD-3-Clause
//
// Schedules as text.

#include "checker/trace/schedule.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "checker/program.h"
#include "checker/trace/operation.h"

namespace heddle::checker {
namespace {

Decision Thread(std::uint8_t thread) { return {Decision::Kind::kThread, thread}; }
Decision Alternative(std::uint8_t number) { return {Decision::Kind::kAlternative, number}; }

TEST(Schedule, IsWrittenInRunsOfAThreadWithChoicesBehindTheirStep) {
  EXPECT_EQ(ToString(Schedule{}), "");
  EXPECT_EQ(
      ToString(Schedule{Thread(0), Thread(0), Thread(0), Thread(1), Alternative(1), Thread(2)}),
      "a*3.b.c1.c");
  // A choice ends a run, and choices make none.
  EXPECT_EQ(
      ToString(Schedule{Thread(2), Alternative(0), Thread(2), Alternative(1), Alternative(1)}),
      "c.c0.c.c1.c1");
  EXPECT_EQ(ToString(Schedule{Thread(kMaxThreads - 1)}), "h");
}

TEST(Schedule, IsReadAsItWasWritten) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    Schedule schedule;
    const auto length = random() % 30;
    for (unsigned i = 0; i < length; ++i) {
      const bool choice = i > 0 && random() % 4 == 0;
      schedule.push_back(choice ? Alternative(random() % 2) : Thread(random() % kMaxThreads));
    }
    const std::string text = ToString(schedule);
    const auto read = ParseSchedule(text);
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(*read, schedule) << text;
  }
}

TEST(Schedule, OfAMillionDecisionsIsTheLongest) {
  const auto longest = ParseSchedule("a.b*999999");
  ASSERT_TRUE(longest);
  EXPECT_EQ(longest->size(), 1'000'000U);
  for (const char* text : {"a*1000001", "a.b*1000000", "a*99999999999", "a*18446744073709551615",
                           "a*18446744073709551616", "a*999999999999999999999999999"}) {
    EXPECT_FALSE(ParseSchedule(text)) << text;
  }
}

TEST(Schedule, TellsWhatItAsksForBeforeItIsMade) {
  EXPECT_EQ(DecisionsAskedFor(""), 0U);
  EXPECT_EQ(DecisionsAskedFor("a*3.b.c1.c"), 6U);
  EXPECT_EQ(DecisionsAskedFor("a.b*999999"), 1'000'000U);
  EXPECT_LE(DecisionsAskedFor("a.b*999999.a*999999"), 1'000'000U);
  EXPECT_LE(DecisionsAskedFor("the model"), 1U);
}

TEST(Schedule, ThatIsMalformedIsNone) {
  for (const char* text :
       {".",    "a.",      ".a",    "a..b",  "i",     "A",      "1",
        " a",   "a ",      "a b",   "a,b",   "aa",    "a*",     "a*x",
        "a*-2", "a*+2",    "a*2x",  "a**2",  "a*2*3", "c1",     "c1.a",
        "a.c2", "a.c1*2",  "a.c1.", "a.c-1", "a.c1x", "a.c300", "a.c18446744073709551616",
        "a\n",  "\xc3\xa4"}) {
    EXPECT_FALSE(ParseSchedule(text)) << text;
  }
  EXPECT_FALSE(ParseSchedule(std::string_view("a\0", 2)));
}

// Two texts for one schedule would make two names of one execution.
TEST(Schedule, HasOneText) {
  for (const char* text : {"a*0", "a*1", "a*02", "a.a", "a*2.a", "a.c01", "a.c00"}) {
    EXPECT_FALSE(ParseSchedule(text)) << text;
  }
}

// `c` is a thread, and with a number behind it a choice.
TEST(Schedule, TellsThreadTwoFromAChoice) {
  EXPECT_EQ(*ParseSchedule("a.c"), (Schedule{Thread(0), Thread(2)}));
  EXPECT_EQ(*ParseSchedule("a.c1"), (Schedule{Thread(0), Alternative(1)}));
  EXPECT_EQ(*ParseSchedule("c*2.c0"), (Schedule{Thread(2), Thread(2), Alternative(0)}));
}

TEST(Operation, KindsHaveDifferentNames) {
  for (int a = 0; a < kOperationKinds; ++a) {
    const std::string_view name = Name(static_cast<OperationKind>(a));
    EXPECT_FALSE(name.empty()) << a;
    for (int b = 0; b < a; ++b) {
      EXPECT_NE(name, Name(static_cast<OperationKind>(b)));
    }
  }
  EXPECT_EQ(Name(OperationKind::kStart), "start");
  EXPECT_EQ(Name(OperationKind::kUnlock), "unlock");
  EXPECT_EQ(Name(OperationKind::kFence), "fence");
}

}  // namespace
}  // namespace heddle::checker
