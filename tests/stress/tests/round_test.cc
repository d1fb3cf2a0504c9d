// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/round.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/data/thrown_failure.h"

namespace heddle::stress {
namespace {

using std::chrono::milliseconds;

void DoNothing() {}

class RoundTest : public testing::Test {
 protected:
  StressOptions options_{};
  PathCounts paths_;
};

TEST_F(RoundTest, AddsWhatItsThreadsHaveCounted) {
  Round round(options_, 1, &DoNothing);
  for (int i = 0; i < 3; ++i) {
    round.StartOnce([](auto& /*random*/) {
      ThreadPaths::Count(Path::kFree);
      ThreadPaths::Count(Path::kFree);
    });
  }
  round.Finish(paths_);
  ThreadPaths::Count(Path::kFree);  // of no thread of a round
  EXPECT_EQ(paths_[Path::kFree], 6U);
  EXPECT_EQ(paths_[Path::kAllocation], 0U);
}

TEST_F(RoundTest, IsOverForWhoStepsAndForWhoWaits) {
  std::atomic<bool> stopped{false};
  Round round(options_, 1, [&] { stopped = true; });
  round.Start([](auto& /*random*/) { std::this_thread::yield(); });
  round.StartOnce([&](auto& /*random*/) {
    while (!stopped) {
      std::this_thread::yield();
    }
  });
  EXPECT_FALSE(round.IsOver());
  round.Finish(paths_);
  EXPECT_TRUE(round.IsOver());
}

TEST_F(RoundTest, FailsIfAThreadDoesNotEnd) {
  options_.patience = milliseconds(20);
  std::atomic<int> calls{0};
  // Deaf to the first call, as one that has lost it; the second is the destructor's.
  Round round(options_, 1, [&] { ++calls; });
  round.StartOnce([&](auto& /*random*/) {
    while (calls < 2) {
      std::this_thread::yield();
    }
  });
  round.StartOnce([](auto& /*random*/) {});
  const tests::ThrowingFailures failures;
  try {
    round.Finish(paths_);
    FAIL();
  } catch (const tests::ThrownFailure& failure) {
    EXPECT_EQ(std::string(failure.what()), "1 of 2 threads do not end");
  }
}

TEST_F(RoundTest, PassesOnWhatAThreadThrows) {
  Round round(options_, 1, &DoNothing);
  round.Start([](auto& /*random*/) { std::this_thread::yield(); });
  round.StartOnce([](auto& /*random*/) { throw std::bad_alloc(); });
  round.Wait(std::chrono::hours(1));  // which that ends
  EXPECT_THROW(round.Finish(paths_), std::bad_alloc);
}

TEST_F(RoundTest, JoinsItsThreadsIfItIsLeftByAnException) {
  std::atomic<bool> has_ended{false};
  try {
    Round round(options_, 1, &DoNothing);
    round.Start([](auto& /*random*/) { std::this_thread::yield(); });
    round.StartOnce([&](auto& /*random*/) {
      while (!round.IsOver()) {
        std::this_thread::yield();
      }
      has_ended = true;
    });
    throw std::runtime_error("trouble");
  } catch (const std::runtime_error&) {
    EXPECT_TRUE(has_ended);
  }
}

TEST_F(RoundTest, DoesNotWaitIfTheRunIsToEnd) {
  options_.is_stopped = [] { return true; };
  const Round round(options_, 1, &DoNothing);
  round.Wait(std::chrono::hours(1));
}

TEST(Patience, IsCountedInLooksAndTheLastIsAfterTheLastPause) {
  int looks = 0;
  EXPECT_FALSE(Await([&] { return ++looks < 0; }, milliseconds(5)));
  EXPECT_EQ(looks, 200 + 5 + 1);
  looks = 0;
  EXPECT_TRUE(Await([&] { return ++looks == 200 + 5 + 1; }, milliseconds(5)));
}

TEST(Patience, IsLongerWhereThreadsAreDelayed) {
  StressOptions options;
  options.patience = milliseconds(30'000);
  options.perturbation.longest = milliseconds(2);
  EXPECT_EQ(PatienceOf(options), milliseconds(30'000));
  options.perturbation.one_in = 64;
  EXPECT_EQ(PatienceOf(options), milliseconds(50'000));
  options.perturbation.one_in = 0;
  options.perturbation.places = {{"core/heap/heap.h", 40}};
  EXPECT_EQ(PatienceOf(options), milliseconds(50'000));
}

}  // namespace
}  // namespace heddle::stress
