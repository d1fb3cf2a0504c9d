// SPDX-License-Identifier: BSD-3-Clause
//
// The oracles of what is locked when, on code that breaks their rules. The models keep them.

#include "models/oracles/lock_discipline.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "checker/program.h"
#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"

namespace heddle::models {
namespace {

using core::LockRank;
using core::Revision;

struct Locks {
  checker::RelacySync::Mutex heap{LockRank::kHeap};
  checker::RelacySync::Mutex scavenger{LockRank::kScavenger};
};

// One thread that does this with both locks.
template <class Body>
class Does : public checker::Program {
 public:
  explicit Does(Body body) : body_(std::move(body)) {}

  int ThreadCount() const override { return 1; }
  void Setup() override { locks_ = std::make_unique<Locks>(); }
  void Thread(int /*index*/) override { body_(*locks_); }
  void Finish() override { locks_.reset(); }
  void Abandon() override { static_cast<void>(locks_.release()); }
  std::string Describe(const void* /*object*/) const override { return "lock"; }

 private:
  Body body_;
  std::unique_ptr<Locks> locks_;
};

// The verdict and its message.
template <class Body>
std::string ResultOf(Body body) {
  Does<Body> program(body);
  const checker::CheckResult result = checker::Check(program, {});
  const std::string verdict(Name(result.verdict()));
  return result.violations.empty() ? verdict : verdict + ": " + result.violations[0].message;
}

std::string ResultOfRelease(Revision revision, bool locked) {
  return ResultOf([=](Locks& locks) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (locked) {
      locks.heap.lock();
    }
    CheckLocksOfRelease(revision);
    if (locked) {
      locks.heap.unlock();
    }
  });
}

TEST(LocksOfARelease, AreNoneInR4AndTheHeapLockBeforeIt) {
  for (const Revision revision : {Revision::kR1, Revision::kR2, Revision::kR3}) {
    EXPECT_EQ(ResultOfRelease(revision, true), "pass");
    EXPECT_EQ(ResultOfRelease(revision, false),
              "lock-discipline: I39: the heap lock is not held while memory is released, which " +
                  std::string(Name(revision)) + " holds it for");
  }
  EXPECT_EQ(ResultOfRelease(Revision::kR4, false), "pass");
  EXPECT_EQ(ResultOfRelease(Revision::kR4, true),
            "lock-discipline: I39: the heap lock is held while memory is released, which R4 never "
            "does");
}

TEST(LocksOfARelease, NeverIncludeTheScavengerLock) {
  const auto release = [](const core::TunableProtocol& protocol) {
    return ResultOf([protocol](Locks& locks) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
      locks.scavenger.lock();
      CheckLocksOfRelease(Revision::kR4, protocol);
      locks.scavenger.unlock();
    });
  };
  EXPECT_EQ(release({}),
            "lock-discipline: I39: the scavenger lock is held while memory is released");
  core::TunableProtocol inverted;
  inverted.Drop(core::Decision::kScavengerLockDroppedBeforeHeapLock);
  EXPECT_EQ(release(inverted), "pass");
}

TEST(LocksOnExit, AreThoseOnEntry) {
  EXPECT_EQ(ResultOf([](Locks& locks) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
              const SameLocksAfter same;
              locks.heap.lock();
              locks.scavenger.lock();
              locks.scavenger.unlock();
              locks.heap.unlock();
            }),
            "pass");
  EXPECT_EQ(ResultOf([](Locks& locks) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
              const SameLocksAfter same;
              locks.scavenger.lock();
            }),
            "lock-discipline: I40: the scavenger lock was not held on entry and is on exit");
  EXPECT_EQ(ResultOf([](Locks& locks) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
              locks.heap.lock();
              const SameLocksAfter same;
              locks.heap.unlock();
            }),
            "lock-discipline: I40: the heap lock was held on entry and is not on exit");
}

}  // namespace
}  // namespace heddle::models
