// SPDX-License-Identifier: BSD-3-Clause

#include "tests/checker/made_up.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "checker/trace/dependency.h"

namespace heddle::checker::made_up {
namespace {

std::size_t Index(int thread) { return static_cast<std::size_t>(thread); }

Decision OfThread(int thread) {
  return {Decision::Kind::kThread, static_cast<std::uint8_t>(thread)};
}
Decision OfAlternative(unsigned alternative) {
  return {Decision::Kind::kAlternative, static_cast<std::uint8_t>(alternative)};
}

// All executions that begin like `run`, which has come to `machine`.
void Continue(const Machine& machine, const Played& run, std::vector<Played>& all) {
  const ThreadSet enabled = machine.Enabled();
  if (enabled.empty() || machine.has_failed()) {
    all.push_back(run);
    all.back().ending = machine.has_failed()           ? Ending::kFailure
                        : machine.unfinished().empty() ? Ending::kComplete
                                                       : Ending::kDeadlock;
    all.back().failed = machine.has_failed() ? run.events.back().thread : kNoThread;
    return;
  }
  const int running = run.events.empty() ? kNoThread : run.events.back().thread;
  ForEach(enabled, [&](int thread) {
    const bool has_alternative = machine.HasAlternative(thread);
    for (unsigned alternative = 0; alternative <= (has_alternative ? 1U : 0U); ++alternative) {
      Machine next = machine;
      Played longer = run;
      const bool preempts = thread != running && enabled.Contains(running);
      longer.preemptions += preempts ? 1 : 0;
      const Operation operation = next.Perform(thread, alternative);
      if (next.is_misused()) {
        longer.ending = Ending::kFailure;
        longer.failed = thread;
        all.push_back(longer);
        return;
      }
      longer.events.push_back({thread, operation, alternative, next.value()});
      Continue(next, longer, all);
    }
  });
}

}  // namespace

Machine::Machine(const Program& program) : program_(&program), threads_(program.size()) {}

const Step& Machine::StepOf(int thread) const {
  return (*program_)[Index(thread)][threads_[Index(thread)].next];
}

bool Machine::IsFinished(int thread) const {
  const ThreadState& state = threads_[Index(thread)];
  return state.started && state.next >= (*program_)[Index(thread)].size();
}

ThreadSet Machine::unfinished() const {
  ThreadSet set;
  for (int thread = 0; thread < static_cast<int>(threads_.size()); ++thread) {
    if (!IsFinished(thread)) {
      set.Insert(thread);
    }
  }
  return set;
}

Operation Machine::Next(int thread) const {
  return threads_[Index(thread)].started ? StepOf(thread).operation : Operation{};
}

ThreadSet Machine::Enabled() const {
  ThreadSet enabled;
  ForEach(unfinished(), [&](int thread) {
    const Operation next = Next(thread);
    const auto found = objects_.find(next.object);
    const Object object = found == objects_.end() ? Object() : found->second;
    const bool waits = (next.kind == OperationKind::kLock && object.owner != kNoThread &&
                        object.owner != thread) ||
                       (next.kind == OperationKind::kPark && !object.is_set);
    if (!waits) {
      enabled.Insert(thread);
    }
  });
  return enabled;
}

bool Machine::HasAlternative(int thread) const {
  if (!threads_[Index(thread)].started || !StepOf(thread).older) {
    return false;
  }
  const auto object = objects_.find(StepOf(thread).operation.object);
  return object != objects_.end() && object->second.value > 0 &&
         object->second.last_writer != thread;
}

Operation Machine::Perform(int thread, unsigned alternative) {
  ThreadState& state = threads_[Index(thread)];
  value_ = 0;
  if (!state.started) {
    state.started = true;
    return {};
  }
  const Step& step = StepOf(thread);
  ++state.next;
  Operation operation = step.operation;
  Object& object = objects_[operation.object];
  switch (operation.kind) {
    case OperationKind::kLoad: {
      value_ = object.value - static_cast<int>(alternative);
      state.loaded[operation.object] = value_;
      state.next += value_ == 0 ? step.skips : 0;
      has_failed_ = value_ == step.fails_on;
      break;
    }
    case OperationKind::kCompareExchange:
      if (object.value != state.loaded[operation.object]) {
        operation.kind = OperationKind::kCompareExchangeFailed;
        state.next += step.skips;
        break;
      }
      [[fallthrough]];
    case OperationKind::kStore:
    case OperationKind::kReadModifyWrite:
      ++object.value;
      object.last_writer = thread;
      break;
    case OperationKind::kTryLock:
      if (object.owner != kNoThread) {
        operation.kind = OperationKind::kTryLockFailed;
        state.next += step.skips;
        break;
      }
      [[fallthrough]];
    case OperationKind::kLock:
      is_misused_ = object.owner == thread;
      object.owner = thread;
      break;
    case OperationKind::kUnlock:
      is_misused_ = object.owner != thread;
      object.owner = kNoThread;
      break;
    case OperationKind::kPark:
      object.is_set = false;
      break;
    case OperationKind::kWake:
      object.is_set = true;
      break;
    default:
      break;
  }
  return operation;
}

Outcome OutcomeOf(const Played& run, std::size_t threads) {
  Outcome outcome(threads);
  for (const Played::Event& event : run.events) {
    outcome[Index(event.thread)].emplace_back(event.operation.kind, event.value);
  }
  return outcome;
}

Trace TraceOf(const Played& run, std::size_t threads) {
  Trace trace;
  trace.first.resize(threads);
  std::vector<std::size_t> place;  // in its thread
  for (std::size_t i = 0; i < run.events.size(); ++i) {
    const Played::Event& event = run.events[i];
    auto& of_thread = trace.first[Index(event.thread)];
    place.push_back(of_thread.size());
    of_thread.push_back(event);
    for (std::size_t j = 0; j < i; ++j) {
      const Played::Event& earlier = run.events[j];
      if (earlier.thread != event.thread && Dependent(earlier.operation, event.operation)) {
        trace.second.insert({Index(earlier.thread), place[j], Index(event.thread), place[i]});
      }
    }
  }
  return trace;
}

Played Play(const Program& program, Strategy& strategy, const Announces& announces) {
  Machine machine(program);
  Threads threads;
  threads.Begin(static_cast<int>(program.size()));
  Played run;
  strategy.Begin();
  while (!threads.unfinished().empty()) {
    EXPECT_EQ(threads.Enabled().bits(), machine.Enabled().bits());
    EXPECT_EQ(threads.AnyEnabled(), !threads.Enabled().empty());
    if (threads.Enabled().empty()) {
      run.ending = Ending::kDeadlock;
      break;
    }
    const int thread = strategy.PickThread(threads);
    if (thread == kNoThread) {
      run.ending = Ending::kCut;
      break;
    }
    EXPECT_TRUE(threads.Enabled().Contains(thread)) << thread;
    if (!threads.Enabled().Contains(thread)) {
      break;
    }
    const bool starts = threads.starting().Contains(thread);
    if (thread != threads.running() && threads.CanGoOn(threads.running()) && !run.events.empty()) {
      ++run.preemptions;
    }
    run.schedule.push_back(OfThread(thread));
    unsigned alternative = 0;
    if (machine.HasAlternative(thread)) {
      alternative = strategy.PickAlternative(ChoiceKind::kOlderValue, threads, thread);
      run.schedule.push_back(OfAlternative(alternative));
    }
    Operation operation = machine.Perform(thread, alternative);
    if (machine.is_misused()) {  // ends the execution before the operation is performed
      run.ending = Ending::kFailure;
      run.failed = thread;
      break;
    }
    if (announces && operation == threads.next(thread)) {
      operation = announces(thread, operation);
    }
    strategy.Performed(thread, operation, threads);
    threads.Perform(thread, operation);
    if (!starts) {
      run.events.push_back({thread, operation, alternative, machine.value()});
    }
    if (machine.has_failed()) {
      run.ending = Ending::kFailure;
      run.failed = thread;
      break;
    }
    if (machine.unfinished().Contains(thread)) {
      threads.Announce(thread, machine.Next(thread));
    } else {
      threads.Finish(thread);
    }
  }
  if (run.ending != Ending::kFailure && strategy.IsRedundant()) {
    run.ending = Ending::kCut;
  }
  strategy.End(run.ending, threads);
  return run;
}

std::size_t Exploration::Count(Ending ending) const {
  return static_cast<std::size_t>(std::ranges::count(runs, ending, &Played::ending));
}

std::set<Trace> Exploration::Traces(std::size_t threads, Ending ending) const {
  std::set<Trace> traces;
  for (const Played& run : runs) {
    if (run.ending == ending) {
      traces.insert(TraceOf(run, threads));
    }
  }
  return traces;
}

Exploration Explore(const Program& program, Strategy& strategy, std::size_t limit) {
  Exploration exploration;
  bool go_on = true;
  for (std::size_t i = 0; go_on && i < limit; ++i) {
    Played run = Play(program, strategy);
    EXPECT_EQ(strategy.mismatch(), nullptr);
    if (run.ending == Ending::kCut) {
      ++exploration.blocked;
    } else {
      exploration.runs.push_back(std::move(run));
    }
    go_on = strategy.Advance();
  }
  return exploration;
}

std::vector<Played> AllRuns(const Program& program) {
  Machine machine(program);
  for (std::size_t thread = 0; thread < program.size(); ++thread) {
    machine.Perform(static_cast<int>(thread), 0);
  }
  std::vector<Played> all;
  Continue(machine, {}, all);
  return all;
}

Program RandomProgram(std::uint64_t seed, std::size_t steps, bool older) {
  std::mt19937_64 random(seed);
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  Program program(2 + below(2));
  for (std::vector<Step>& thread : program) {
    const std::size_t length = 1 + below(steps);
    while (thread.size() < length) {
      const ObjectId atomic = static_cast<ObjectId>(kX + below(2));
      const ObjectId lock = static_cast<ObjectId>(kZ + below(2));
      switch (below(9)) {
        case 0:
        case 1:
          thread.push_back(Load(atomic));
          thread.back().skips = below(2);
          thread.back().older = older;
          thread.back().fails_on = below(8) == 0 ? 1 : Step::kNever;
          break;
        case 2:
        case 3:
          thread.push_back(Store(atomic));
          break;
        case 4:
          thread.push_back(Add(atomic));
          break;
        case 5:
          thread.push_back(Cas(atomic));
          thread.back().skips = below(2);
          break;
        case 6:
          thread.push_back(Fence());
          break;
        case 7:
          thread.push_back(TryLock(lock, 2));
          thread.push_back(Load(atomic));
          thread.push_back(Unlock(lock));
          break;
        default:
          thread.push_back(Lock(lock));
          thread.push_back(below(2) == 0 ? Store(atomic)
                                         : Lock(static_cast<ObjectId>(kZ + below(2))));
          thread.push_back(Unlock(lock));
          break;
      }
    }
  }
  return program;
}

}  // namespace heddle::checker::made_up
