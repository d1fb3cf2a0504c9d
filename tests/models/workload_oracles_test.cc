// SPDX-License-Identifier: BSD-3-Clause
//
// A workload that cannot fail shows nothing about the checker that it is run on. Here they run on
// synchronization that does less than it says, and every one of them must notice.

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "models/workload/litmus_shapes.h"
#include "models/workload/locked_increments.h"
#include "models/workload/page_heap_mock.h"
#include "models/workload/treiber_stack.h"
#include "models/workload/workload_program.h"

namespace heddle::models {
namespace {

using checker::RelacySync;
using checker::Verdict;
using core::MemoryOrder;
using Location = std::source_location;

// Locks that let everybody in.
struct WithoutLocks : RelacySync {
  class HEDDLE_CAPABILITY("mutex") Mutex {
   public:
    explicit Mutex(core::LockRank /*rank*/) {}
    void lock(const Location& /*where*/ = Location::current()) HEDDLE_ACQUIRE() {}
    void unlock(const Location& /*where*/ = Location::current()) HEDDLE_RELEASE() {}
  };
};

// Atomics that order nothing.
struct WithoutOrders : RelacySync {
  template <class T>
  class Atomic {
   public:
    Atomic() = default;
    explicit Atomic(T value) : atomic_(value) {}

    T load(MemoryOrder /*order*/, const Location& where = Location::current()) const {
      return atomic_.load(MemoryOrder::kRelaxed, where);
    }
    void store(T value, MemoryOrder /*order*/, const Location& where = Location::current()) {
      atomic_.store(value, MemoryOrder::kRelaxed, where);
    }
    T exchange(T value, MemoryOrder /*order*/, const Location& where = Location::current()) {
      return atomic_.exchange(value, MemoryOrder::kRelaxed, where);
    }
    T fetch_add(T value, MemoryOrder /*order*/, const Location& where = Location::current()) {
      return atomic_.fetch_add(value, MemoryOrder::kRelaxed, where);
    }
    T fetch_sub(T value, MemoryOrder /*order*/, const Location& where = Location::current()) {
      return atomic_.fetch_sub(value, MemoryOrder::kRelaxed, where);
    }
    bool compare_exchange_strong(T& expected, T desired, MemoryOrder /*success*/,
                                 MemoryOrder /*failure*/,
                                 const Location& where = Location::current()) {
      return atomic_.compare_exchange_strong(expected, desired, MemoryOrder::kRelaxed,
                                             MemoryOrder::kRelaxed, where);
    }
    bool compare_exchange_weak(T& expected, T desired, MemoryOrder /*success*/,
                               MemoryOrder /*failure*/,
                               const Location& where = Location::current()) {
      return atomic_.compare_exchange_weak(expected, desired, MemoryOrder::kRelaxed,
                                           MemoryOrder::kRelaxed, where);
    }

   private:
    RelacySync::Atomic<T> atomic_;
  };
};

// A read-modify-write that is a load and a store.
struct WithoutAtomicity : RelacySync {
  template <class T>
  class Atomic : public RelacySync::Atomic<T> {
   public:
    using RelacySync::Atomic<T>::Atomic;

    T fetch_add(T value, MemoryOrder order, const Location& where = Location::current()) {
      const T before = this->load(MemoryOrder::kRelaxed, where);
      this->store(before + value, order, where);
      return before;
    }
    bool compare_exchange_strong(T& expected, T desired, MemoryOrder success,
                                 MemoryOrder /*failure*/,
                                 const Location& where = Location::current()) {
      const T before = this->load(MemoryOrder::kAcquire, where);
      if (before != expected) {
        expected = before;
        return false;
      }
      this->store(desired, success == MemoryOrder::kRelease ? success : MemoryOrder::kRelaxed,
                  where);
      return true;
    }
  };
};

template <class Workload>
checker::CheckResult CheckWorkload() {
  WorkloadProgram<Workload> program({});
  return Check(program, {});
}

template <class Workload>
void ExpectAssertion(std::string_view message) {
  const checker::CheckResult result = CheckWorkload<Workload>();
  EXPECT_EQ(result.verdict(), Verdict::kAssertion);
  ASSERT_FALSE(result.violations.empty());
  EXPECT_EQ(result.violations[0].message, message);
}

TEST(WorkloadOracles, SeeThatALockIsMissing) {
  EXPECT_EQ((CheckWorkload<LockedIncrements<WithoutLocks, 2, 2>>().verdict()), Verdict::kRace);
  EXPECT_EQ((CheckWorkload<IncrementsThenAddition<WithoutLocks>>().verdict()), Verdict::kRace);
  EXPECT_EQ((CheckWorkload<PageHeapMock<WithoutLocks, 1>>().verdict()), Verdict::kRace);
  EXPECT_EQ((CheckWorkload<PageHeapMock<WithoutLocks, 2>>().verdict()), Verdict::kRace);
}

TEST(WorkloadOracles, SeeThatAnOrderIsMissing) {
  constexpr std::string_view kForbidden = "an outcome that the memory orders forbid";
  constexpr Orders kPaired = Orders::kReleaseAcquire;
  constexpr Orders kSequential = Orders::kSequentiallyConsistent;
  ExpectAssertion<MessagePassing<WithoutOrders, kPaired>>(kForbidden);
  ExpectAssertion<MessagePassing<WithoutOrders, kSequential>>(kForbidden);
  ExpectAssertion<StoreBuffering<WithoutOrders, kSequential>>(kForbidden);
  ExpectAssertion<IndependentReads<WithoutOrders, kSequential>>(kForbidden);
  EXPECT_EQ((CheckWorkload<TreiberStack<WithoutOrders, 2, CompareExchange::kStrong>>().verdict()),
            Verdict::kRace);
}

// The simulated stores to a variable take effect in the order in which they are executed, whatever
// order they ask for; so no order can be missing.
TEST(WorkloadOracles, CannotSeeThatDoubleWritesAreUnordered) {
  EXPECT_EQ(
      (CheckWorkload<DoubleWrites<WithoutOrders, Orders::kSequentiallyConsistent>>().verdict()),
      Verdict::kPass);
}

TEST(WorkloadOracles, SeeThatAnUpdateIsNotAtomic) {
  ExpectAssertion<IncrementsThenAddition<WithoutAtomicity>>("an atomic addition was lost");
  ExpectAssertion<TreiberStack<WithoutAtomicity, 2, CompareExchange::kStrong>>(
      "a node was lost, or popped twice");
}

}  // namespace
}  // namespace heddle::models
