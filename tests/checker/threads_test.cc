// SPDX-License-Identifier: BSD-3-Clause
//
// Who can go on.

#include "checker/trace/threads.h"

#include <gtest/gtest.h>

#include "checker/trace/operation.h"
#include "checker/trace/thread_set.h"

namespace heddle::checker {
namespace {

using Kind = OperationKind;

constexpr ObjectId kLockObject = kFirstObject;
constexpr ObjectId kEventObject = kFirstObject + 70;

class ThreadsTest : public testing::Test {
 protected:
  // Three threads that have started.
  ThreadsTest() {
    threads_.Begin(3);
    for (int thread = 0; thread < 3; ++thread) {
      threads_.Perform(thread, {});
    }
  }
  // The thread makes a step that needs no waiting.
  void Do(int thread, Kind kind, ObjectId object, Kind announced) {
    threads_.Announce(thread, {announced, object});
    EXPECT_TRUE(threads_.CanGoOn(thread));
    threads_.Perform(thread, {kind, object});
  }
  void Do(int thread, Kind kind, ObjectId object) { Do(thread, kind, object, kind); }
  bool CanDo(int thread, Kind kind, ObjectId object) {
    threads_.Announce(thread, {kind, object});
    return threads_.Enabled().Contains(thread);
  }

  Threads threads_;
};

TEST(Threads, BeginWithTheirStarts) {
  Threads threads;
  threads.Begin(3);
  EXPECT_EQ(threads.count(), 3);
  EXPECT_EQ(threads.Enabled(), ThreadSet::First(3));
  EXPECT_EQ(threads.starting(), ThreadSet::First(3));
  EXPECT_EQ(threads.unfinished(), ThreadSet::First(3));
  EXPECT_EQ(threads.running(), kNoThread);
  EXPECT_EQ(threads.next(2), Operation{});
  threads.Perform(1, {});
  EXPECT_EQ(threads.running(), 1);
  EXPECT_FALSE(threads.starting().Contains(1));
  EXPECT_FALSE(threads.CanGoOn(1)) << "nobody knows yet what it does next";
}

TEST(Threads, ForgetTheExecutionBefore) {
  Threads threads;
  threads.Begin(2);
  threads.Perform(0, {});
  threads.Announce(0, {Kind::kLock, kLockObject});
  threads.Perform(0, {Kind::kLock, kLockObject});
  threads.Finish(0);
  threads.Begin(2);
  EXPECT_EQ(threads.unfinished(), ThreadSet::First(2));
  threads.Perform(1, {});
  threads.Announce(1, {Kind::kLock, kLockObject});
  EXPECT_TRUE(threads.CanGoOn(1));
}

TEST_F(ThreadsTest, WaitForALockThatAnotherHolds) {
  Do(0, Kind::kLock, kLockObject);
  EXPECT_FALSE(threads_.IsOpen(kLockObject));
  EXPECT_FALSE(CanDo(1, Kind::kLock, kLockObject));
  EXPECT_EQ(threads_.Holder(1), 0);
  EXPECT_TRUE(CanDo(2, Kind::kLock, kLockObject + 1)) << "another lock";
  EXPECT_EQ(threads_.Holder(2), kNoThread);
  EXPECT_TRUE(CanDo(2, Kind::kTryLock, kLockObject)) << "an attempt does not wait";
  Do(0, Kind::kUnlock, kLockObject);
  EXPECT_TRUE(threads_.IsOpen(kLockObject));
  EXPECT_TRUE(threads_.CanGoOn(1));
  EXPECT_EQ(threads_.Holder(1), kNoThread);
}

// That is for the primitive to report.
TEST_F(ThreadsTest, MayAskAgainForALockOfTheirOwn) {
  Do(0, Kind::kLock, kLockObject);
  EXPECT_TRUE(CanDo(0, Kind::kLock, kLockObject));
}

TEST_F(ThreadsTest, HoldALockAfterAnAttemptThatSucceeded) {
  Do(0, Kind::kTryLock, kLockObject);
  EXPECT_FALSE(CanDo(1, Kind::kLock, kLockObject));
  EXPECT_EQ(threads_.Holder(1), 0);
}

TEST_F(ThreadsTest, HoldNoLockAfterAnAttemptThatFailed) {
  Do(0, Kind::kTryLockSpurious, kLockObject, Kind::kTryLock);
  EXPECT_TRUE(CanDo(1, Kind::kLock, kLockObject));
  Do(1, Kind::kLock, kLockObject);
  Do(2, Kind::kTryLockFailed, kLockObject, Kind::kTryLock);
  EXPECT_FALSE(CanDo(0, Kind::kLock, kLockObject));
  EXPECT_EQ(threads_.Holder(0), 1);
}

TEST_F(ThreadsTest, WaitForAnEventUntilItIsSetAndTakeIt) {
  EXPECT_FALSE(CanDo(0, Kind::kPark, kEventObject)) << "nobody has set it yet";
  EXPECT_EQ(threads_.Holder(0), kNoThread) << "an event has no holder";
  Do(1, Kind::kWake, kEventObject);
  EXPECT_TRUE(threads_.CanGoOn(0));
  Do(1, Kind::kWake, kEventObject);  // set twice is set
  threads_.Perform(0, {Kind::kPark, kEventObject});
  EXPECT_FALSE(CanDo(0, Kind::kPark, kEventObject));
  EXPECT_FALSE(CanDo(2, Kind::kPark, kEventObject));
}

// A parked thread that sets its own event.
TEST_F(ThreadsTest, WaitForAnEventEvenIfTheyTookItLast) {
  Do(0, Kind::kWake, kEventObject);
  Do(0, Kind::kPark, kEventObject);
  EXPECT_FALSE(CanDo(0, Kind::kPark, kEventObject));
}

TEST_F(ThreadsTest, KnowWhetherAnybodyCanGoOn) {
  EXPECT_FALSE(threads_.AnyEnabled()) << "nobody has said what comes next";
  EXPECT_FALSE(CanDo(0, Kind::kPark, kEventObject));
  EXPECT_FALSE(threads_.AnyEnabled());
  EXPECT_TRUE(CanDo(1, Kind::kLoad, kLockObject));
  EXPECT_TRUE(threads_.AnyEnabled());
  threads_.Finish(1);
  EXPECT_FALSE(threads_.AnyEnabled());
  EXPECT_EQ(threads_.unfinished(), ThreadSet::Of(0) | ThreadSet::Of(2));
  EXPECT_EQ(threads_.announced(), ThreadSet::Of(0));
}

TEST(ThreadSetTest, HoldsUpToEight) {
  ThreadSet set = ThreadSet::First(8);
  EXPECT_EQ(set.size(), 8);
  EXPECT_EQ(set.bits(), 0xff);
  EXPECT_FALSE(set.Contains(kNoThread));
  set.Erase(0);
  set.Erase(7);
  EXPECT_EQ(set.Lowest(), 1);
  EXPECT_EQ((set & ThreadSet::Of(6)).Lowest(), 6);
  EXPECT_EQ(ThreadSet().Lowest(), kNoThread);
  int sum = 0;
  ForEach(set, [&](int thread) { sum += thread; });
  EXPECT_EQ(sum, 1 + 2 + 3 + 4 + 5 + 6);
}

}  // namespace
}  // namespace heddle::checker
