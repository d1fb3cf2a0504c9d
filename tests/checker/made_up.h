// SPDX-License-Identifier: BSD-3-Clause
//
// Programs made of operations alone, for strategies: no memory model, no fibers, no Relacy.

#ifndef HEDDLE_TESTS_CHECKER_MADE_UP_H_
#define HEDDLE_TESTS_CHECKER_MADE_UP_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "checker/strategy/strategy.h"
#include "checker/trace/operation.h"
#include "checker/trace/schedule.h"
#include "checker/trace/threads.h"

namespace heddle::checker::made_up {

// What a thread does in one step. An atomic's value is the number of stores to it.
struct Step {
  static constexpr int kNever = -1;

  Operation operation;
  // Of a load: may also return the value before the last, if that is by another thread.
  bool older = false;
  // Steps left out after a load of 0 or an attempt that failed.
  std::size_t skips = 0;
  // Of a load: the value that is a violation.
  int fails_on = kNever;
};

inline constexpr ObjectId kX = kFirstObject;
inline constexpr ObjectId kY = kFirstObject + 1;
inline constexpr ObjectId kZ = kFirstObject + 2;

inline Step Load(ObjectId object) { return {{OperationKind::kLoad, object}}; }
inline Step Store(ObjectId object) { return {{OperationKind::kStore, object}}; }
inline Step Add(ObjectId object) { return {{OperationKind::kReadModifyWrite, object}}; }
// Succeeds if the value is the one that the thread loaded last.
inline Step Cas(ObjectId object) { return {{OperationKind::kCompareExchange, object}}; }
inline Step Lock(ObjectId object) { return {{OperationKind::kLock, object}}; }
// `skips` steps are left out if the lock is held.
inline Step TryLock(ObjectId object, std::size_t skips) {
  return {.operation = {OperationKind::kTryLock, object}, .skips = skips};
}
inline Step Unlock(ObjectId object) { return {{OperationKind::kUnlock, object}}; }
inline Step Park(ObjectId object) { return {{OperationKind::kPark, object}}; }
inline Step Wake(ObjectId object) { return {{OperationKind::kWake, object}}; }
inline Step Fence() { return {{OperationKind::kFence, kFenceObject}}; }

// Of each thread, its steps.
using Program = std::vector<std::vector<Step>>;

// The program in the middle of an execution. Knows on its own who can go on.
class Machine {
 public:
  explicit Machine(const Program& program);

  ThreadSet Enabled() const;
  ThreadSet unfinished() const;
  // What the thread announces.
  Operation Next(int thread) const;
  // Whether the thread's step has two alternatives.
  bool HasAlternative(int thread) const;
  // Makes the step and says what it turned out to be.
  Operation Perform(int thread, unsigned alternative);
  // What the last step loaded, 0 if nothing.
  int value() const { return value_; }
  // That step was a violation.
  bool has_failed() const { return has_failed_; }
  // It could not be made at all: a lock cannot be taken twice, nor given back by a stranger.
  bool is_misused() const { return is_misused_; }

 private:
  struct ThreadState {
    bool started = false;
    std::size_t next = 0;
    std::map<ObjectId, int> loaded;
  };
  struct Object {
    int value = 0;
    int last_writer = kNoThread;
    int owner = kNoThread;  // of a lock
    bool is_set = false;    // an event
  };

  const Step& StepOf(int thread) const;
  bool IsFinished(int thread) const;

  const Program* program_;
  std::vector<ThreadState> threads_;
  std::map<ObjectId, Object> objects_;
  int value_ = 0;
  bool has_failed_ = false;
  bool is_misused_ = false;
};

// One execution.
struct Played {
  struct Event {
    int thread;
    Operation operation;
    unsigned alternative;
    int value;  // of the object, as a load saw it

    friend auto operator<=>(const Event& a, const Event& b) { return a.Key() <=> b.Key(); }
    friend bool operator==(const Event&, const Event&) = default;

   private:
    std::tuple<int, OperationKind, ObjectId, unsigned, int> Key() const {
      return {thread, operation.kind, operation.object, alternative, value};
    }
  };

  Ending ending = Ending::kComplete;
  int failed = kNoThread;     // the thread whose step was a violation
  std::vector<Event> events;  // threads' starts left out
  Schedule schedule;          // if a strategy played it
  std::uint64_t preemptions = 0;
};

// Equal for two executions if each thread does the same in both and dependent operations are in the
// same order: worked out from that definition.
using Trace =
    std::pair<std::vector<std::vector<Played::Event>>, std::set<std::vector<std::size_t>>>;
// What each thread did and saw.
using Outcome = std::vector<std::vector<std::pair<OperationKind, int>>>;
Outcome OutcomeOf(const Played& run, std::size_t threads);
Trace TraceOf(const Played& run, std::size_t threads);

// Plays the program as the strategy says, once. Expects that `Threads` knows as well as the machine
// who can go on. `announces` may change what a thread says it does next.
using Announces = std::function<Operation(int thread, const Operation& operation)>;
Played Play(const Program& program, Strategy& strategy, const Announces& announces = {});

// All that a strategy does with a program, until it has enough or has made `limit` executions.
struct Exploration {
  std::vector<Played> runs;  // those that were not cut
  std::size_t blocked = 0;

  std::size_t Count(Ending ending) const;
  std::set<Trace> Traces(std::size_t threads, Ending ending) const;
};
Exploration Explore(const Program& program, Strategy& strategy, std::size_t limit = 1'000'000);

// Every execution there is, worked out without a strategy.
std::vector<Played> AllRuns(const Program& program);

// Up to three threads with about `steps` steps each on two atomics and two locks. `older`: loads
// may return the value before the last.
Program RandomProgram(std::uint64_t seed, std::size_t steps, bool older = false);

}  // namespace heddle::checker::made_up

#endif  // HEDDLE_TESTS_CHECKER_MADE_UP_H_
