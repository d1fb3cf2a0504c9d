// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/arguments.h"

#include <gtest/gtest.h>

#include <string>

#include "checker/process/shell_quoted.h"
#include "tests/stress/changes.h"

namespace heddle::stress {
namespace {

std::string RefusalOf(const std::string& change) {
  core::TunableProtocol protocol;
  try {
    ApplyChange(change, protocol);
  } catch (const ArgumentError& error) {
    return error.what();
  }
  return "";
}

std::string RefusalOfPlace(const std::string& place) {
  try {
    ParsePlace(place);
  } catch (const ArgumentError& error) {
    return error.what();
  }
  return "";
}

TEST(Changes, TakeOutWhatTheyName) {
  core::TunableProtocol protocol;
  ApplyChange("drop:many-generations", protocol);
  EXPECT_FALSE(protocol.Holds(core::Decision::kManyGenerations));
  EXPECT_TRUE(protocol.Holds(core::Decision::kClaimsUnderHeapLock));
  ApplyChange("skip:give-back-rest", protocol);
  EXPECT_FALSE(protocol.Does(core::Step::kGiveBackRest));
  ApplyChange("weaken:find-chunk-block=plain", protocol);
  EXPECT_EQ(protocol.Order(core::Access::kFindChunkBlock), core::MemoryOrder::kPlain);
  ApplyChange("order:released-counter=seq_cst", protocol);
  EXPECT_EQ(protocol.Order(core::Access::kReleasedCounter),
            core::MemoryOrder::kSequentiallyConsistent);
}

TEST(Changes, ThatAreNoneAreRefused) {
  EXPECT_EQ(RefusalOf("many-generations"),
            "expected drop:DECISION, skip:STEP, weaken:ACCESS=ORDER or order:ACCESS=ORDER, found "
            "'many-generations'");
  EXPECT_EQ(RefusalOf("drop:give-back-rest"),
            "unknown decision 'give-back-rest'; see heddle list decisions");
  EXPECT_EQ(RefusalOf("skip:"), "unknown step ''; see heddle list decisions");
  EXPECT_EQ(RefusalOf("weaken:find-chunk-block=soft"),
            "unknown order 'soft' in 'weaken:find-chunk-block=soft'; expected plain, relaxed, "
            "acquire, release, acq_rel or seq_cst");
}

TEST(Changes, OfAnOrderSayWhichWay) {
  EXPECT_EQ(RefusalOf("weaken:find-chunk-block=seq_cst"),
            "expected weaken: with an order that is weaker than acquire, found "
            "'weaken:find-chunk-block=seq_cst'");
  EXPECT_EQ(RefusalOf("weaken:find-chunk-block=acquire"),
            "expected weaken: with an order that is weaker than acquire, found "
            "'weaken:find-chunk-block=acquire'");
  EXPECT_EQ(RefusalOf("order:find-chunk-block=relaxed"),
            "expected order: with another order than acquire, and not a weaker one, found "
            "'order:find-chunk-block=relaxed'");
  EXPECT_EQ(RefusalOf("order:find-chunk-block=acquire"),
            "expected order: with another order than acquire, and not a weaker one, found "
            "'order:find-chunk-block=acquire'");
  EXPECT_EQ(RefusalOf("order:publish-chunk-block=acquire"), "") << "neither is weaker";
}

TEST(Changes, ThatNobodyHasAskedAboutAreNone) {
  core::TunableProtocol protocol;
  AskedQuestions asked;
  const auto is_refused = [&] {
    try {
      RequireAsked(protocol, asked, core::Revision::kR3);
    } catch (const ArgumentError& error) {
      EXPECT_STREQ(error.what(),
                   "expected a change of what a heap of R3 asks about; in this run it has not "
                   "asked about 'many-generations' or 'find-span'");
      return true;
    }
    return false;
  };
  EXPECT_FALSE(is_refused()) << "nothing is changed";
  protocol.Drop(core::Decision::kManyGenerations);
  protocol.Weaken(core::Access::kFindSpan, core::MemoryOrder::kRelaxed);
  EXPECT_TRUE(is_refused());
  const AskedProtocol asking(protocol, asked);
  EXPECT_TRUE(asking.Holds(core::Decision::kClaimsUnderHeapLock));
  EXPECT_TRUE(is_refused());
  EXPECT_EQ(asking.Order(core::Access::kFindSpan), core::MemoryOrder::kRelaxed);
  EXPECT_FALSE(is_refused()) << "one is enough: it may be in the way of the other";
}

TEST(ShellQuoted, LeavesPlainWordsAlone) {
  using checker::ShellQuoted;
  EXPECT_EQ(ShellQuoted("core/heap/heap.h:40"), "core/heap/heap.h:40");
  EXPECT_EQ(ShellQuoted("weaken:find-span=plain"), "weaken:find-span=plain");
  EXPECT_EQ(ShellQuoted("my traces/a.json"), "'my traces/a.json'");
  EXPECT_EQ(ShellQuoted("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellQuoted("$x"), "'$x'");
  EXPECT_EQ(ShellQuoted(""), "''");
}

TEST(ShellQuotedPath, IsNoOption) {
  EXPECT_EQ(checker::ShellQuotedPath("-traces/a.json"), "./-traces/a.json");
  EXPECT_EQ(checker::ShellQuotedPath("- it/a"), "'./- it/a'");
  EXPECT_EQ(checker::ShellQuotedPath("traces/-a"), "traces/-a");
}

TEST(Places, AreAFileAndALine) {
  EXPECT_EQ(ParsePlace("core/heap/heap.h:40"), (core::SourcePlace{"core/heap/heap.h", 40}));
  for (const char* const place : {"core/heap/heap.h", ":4", "a:", "a:0", "a:4b", "a:-1", ""}) {
    EXPECT_EQ(RefusalOfPlace(place), "expected a place such as core/heap/heap.inl.h:40, found '" +
                                         std::string(place) + "'");
  }
}

TEST(Arguments, AreNoLongerThanAnybodyCanMean) {
  const auto refusal_of = [](const Arguments& arguments) -> std::string {
    try {
      RunStress(arguments, "stress");
    } catch (const ArgumentError& error) {
      return error.what();
    }
    return "";
  };
  Arguments arguments;
  arguments.seconds = 1e17;
  EXPECT_EQ(refusal_of(arguments), "expected a time of at most 1000000s, found 1e+17s");
  arguments.seconds = 0.001;
  arguments.perturb = 64;
  arguments.longest_seconds = 2;
  EXPECT_EQ(refusal_of(arguments), "expected a time of at most 1s, found 2s");
}

TEST(Arguments, AreOfARevisionThatThereIs) {
  Arguments arguments;
  arguments.revision = "R5";
  EXPECT_THROW(RunStress(arguments, "stress"), ArgumentError);
}

TEST(Arguments, SayHowLongDelaysAreIfThereAreAny) {
  Arguments arguments;
  arguments.longest_seconds = 0.001;
  EXPECT_THROW(RunStress(arguments, "stress"), ArgumentError);
}

}  // namespace
}  // namespace heddle::stress
