// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/arguments.h"

#include <gtest/gtest.h>

#include <string>

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
            "expected drop:DECISION, skip:STEP or weaken:ACCESS=ORDER, found 'many-generations'");
  EXPECT_EQ(RefusalOf("drop:give-back-rest"),
            "unknown decision 'give-back-rest'; see heddle list decisions");
  EXPECT_EQ(RefusalOf("skip:"), "unknown step ''; see heddle list decisions");
  EXPECT_EQ(RefusalOf("weaken:find-chunk-block=soft"),
            "unknown order 'soft' in 'weaken:find-chunk-block=soft'; expected plain, relaxed, "
            "acquire, release, acq_rel or seq_cst");
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

}  // namespace
}  // namespace heddle::stress
