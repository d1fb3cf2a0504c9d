// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/interpreter.h"

#include <functional>
#include <variant>

#include "core/sync/failure.h"

namespace heddle::litmus {
namespace {

using checker::Location;

std::uint64_t ToWord(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::int64_t FromWord(std::uint64_t word) { return static_cast<std::int64_t>(word); }

// How to go on after a statement.
enum class Flow : std::uint8_t { kNext, kBreak, kExit };

}  // namespace

// Runs the statements of one thread, each by the overload for its type.
class Interpreter::Runner {
 public:
  Runner(Interpreter& shared, std::size_t thread)
      : shared_(shared), thread_(thread), registers_(shared.registers_[thread]) {}

  Flow Run(const Block& block) {
    for (const Statement& statement : block) {
      if (const Flow flow = std::visit(*this, statement.what); flow != Flow::kNext) {
        return flow;
      }
    }
    return Flow::kNext;
  }

  Flow operator()(const Load& load) {
    const Location here = Location::current();
    registers_[load.to] = FromWord(shared_.atomics_[load.atomic].Load(load.order, here));
    return Flow::kNext;
  }

  Flow operator()(const Store& store) {
    const Location here = Location::current();
    shared_.atomics_[store.atomic].Store(Word(store.value), store.order, here);
    return Flow::kNext;
  }

  Flow operator()(const ReadModifyWrite& update) {
    const Location here = Location::current();
    checker::AtomicCell& atomic = shared_.atomics_[update.atomic];
    const std::uint64_t operand = Word(update.operand);
    const std::uint64_t old = update.kind == ReadModifyWrite::Kind::kExchange
                                  ? atomic.Exchange(operand, update.order, here)
                                  : atomic.FetchAdd(operand, update.order, here);
    if (update.to) {
      registers_[*update.to] = FromWord(old);
    }
    return Flow::kNext;
  }

  Flow operator()(const CompareExchange& exchange) {
    const Location here = Location::current();
    checker::AtomicCell& atomic = shared_.atomics_[exchange.atomic];
    std::uint64_t expected = ToWord(registers_[exchange.expected]);
    const std::uint64_t desired = Word(exchange.desired);
    const bool succeeded = exchange.weak
                               ? atomic.CompareExchangeWeak(expected, desired, exchange.success,
                                                            exchange.failure, here)
                               : atomic.CompareExchangeStrong(expected, desired, exchange.success,
                                                              exchange.failure, here);
    registers_[exchange.expected] = FromWord(expected);
    registers_[exchange.succeeded] = succeeded ? 1 : 0;
    return Flow::kNext;
  }

  Flow operator()(const Fence& fence) {
    checker::ThreadFence(fence.order, Location::current());
    return Flow::kNext;
  }

  Flow operator()(const Lock& lock) {
    shared_.mutexes_[lock.mutex].Lock(Location::current());
    return Flow::kNext;
  }

  Flow operator()(const Unlock& unlock) {
    shared_.mutexes_[unlock.mutex].Unlock(Location::current());
    return Flow::kNext;
  }

  Flow operator()(const TryLock& attempt) {
    const bool taken = shared_.mutexes_[attempt.mutex].TryLock(Location::current());
    return Run(taken ? attempt.taken : attempt.not_taken);
  }

  Flow operator()(const Park& park) {
    shared_.events_[park.event].Park(Location::current());
    return Flow::kNext;
  }

  Flow operator()(const Wake& wake) {
    shared_.events_[wake.event].Wake(Location::current());
    return Flow::kNext;
  }

  Flow operator()(const Read& read) {
    const std::int64_t value = shared_.variables_[read.variable];
    shared_.races_[read.variable].Read(ToWord(value), Location::current());
    registers_[read.to] = value;
    return Flow::kNext;
  }

  Flow operator()(const Write& write) {
    const std::int64_t value = Evaluate(write.value, registers_);
    shared_.races_[write.variable].Write(ToWord(value), Location::current());
    shared_.variables_[write.variable] = value;
    return Flow::kNext;
  }

  Flow operator()(const Set& set) {
    registers_[set.to] = Evaluate(set.value, registers_);
    return Flow::kNext;
  }

  Flow operator()(const If& choice) {
    return Run(Evaluate(choice.condition, registers_) != 0 ? choice.then : choice.otherwise);
  }

  Flow operator()(const Assert& assertion) {
    if (Evaluate(assertion.condition, registers_) == 0) {
      core::Fail(core::FailureKind::kAssertion,
                 core::FailureText() << "an assertion of thread " << thread_ << " does not hold");
    }
    return Flow::kNext;
  }

  Flow operator()(const Retry& retry) {
    for (std::int64_t i = 0; i < retry.times; ++i) {
      if (const Flow flow = Run(retry.body); flow != Flow::kNext) {
        return flow == Flow::kBreak ? Flow::kNext : flow;
      }
    }
    return Flow::kNext;
  }

  Flow operator()(const Break& /*leave*/) { return Flow::kBreak; }
  Flow operator()(const Exit& /*end*/) { return Flow::kExit; }

 private:
  std::uint64_t Word(const Expression& expression) const {
    return ToWord(Evaluate(expression, registers_));
  }

  Interpreter& shared_;
  std::size_t thread_;
  std::span<std::int64_t> registers_;
};

Interpreter::Interpreter(const litmus::Program& program)
    : program_(program),
      atomics_(program.atomics.size()),
      races_(program.variables.size()),
      mutexes_(program.mutexes.size()),
      events_(program.events.size()),
      variables_(program.variables.size()),
      last_outcome_(program.outcome.size()) {
  for (const litmus::Thread& thread : program.threads) {
    registers_.emplace_back(thread.registers.size());
  }
}

void Interpreter::Setup() {
  for (std::size_t i = 0; i < program_.atomics.size(); ++i) {
    if (const auto initial = program_.atomics[i].initial) {
      atomics_.Construct(i, ToWord(*initial));
    } else {
      atomics_.Construct(i, checker::kUninitialized);
    }
  }
  for (std::size_t i = 0; i < program_.variables.size(); ++i) {
    if (const auto initial = program_.variables[i].initial) {
      races_.Construct(i);
      variables_[i] = *initial;
    } else {
      races_.Construct(i, checker::kUninitialized);
    }
  }
  for (std::size_t i = 0; i < program_.mutexes.size(); ++i) {
    mutexes_.Construct(i, core::LockRank::kUnranked);
  }
  for (std::size_t i = 0; i < program_.events.size(); ++i) {
    events_.Construct(i);
  }
  for (std::size_t i = 0; i < program_.threads.size(); ++i) {
    const std::vector<Register>& registers = program_.threads[i].registers;
    for (std::size_t j = 0; j < registers.size(); ++j) {
      registers_[i][j] = registers[j].initial;
    }
  }
}

void Interpreter::Thread(int index) {
  const auto thread = static_cast<std::size_t>(index);
  Runner(*this, thread).Run(program_.threads[thread].body);
}

void Interpreter::Finish() {
  for (std::size_t i = 0; i < program_.outcome.size(); ++i) {
    last_outcome_[i] = ValueOf(program_.outcome[i]);
  }
  if (program_.check && Evaluate(*program_.check, last_outcome_) == 0) {
    core::Fatal("the check at the end does not hold");
  }
  atomics_.DestroyAll();
  races_.DestroyAll();
  events_.DestroyAll();
  // Ends the execution if a mutex is still held, so outcomes are collected behind it.
  mutexes_.DestroyAll();
  if (!outcomes_.contains(last_outcome_)) {
    outcomes_.insert(last_outcome_);
  }
}

std::int64_t Interpreter::ValueOf(const Observed& observed) {
  const Location here = Location::current();
  switch (observed.kind) {
    case Observed::Kind::kRegister:
      return registers_[observed.thread][observed.index];
    case Observed::Kind::kAtomic:
      return FromWord(atomics_[observed.index].Load(core::MemoryOrder::kRelaxed, here));
    case Observed::Kind::kVariable:
      break;
  }
  const std::int64_t value = variables_[observed.index];
  races_[observed.index].Read(ToWord(value), here);
  return value;
}

std::string Interpreter::Describe(const void* object) const {
  if (const auto index = atomics_.Find(object)) {
    return program_.atomics[*index].name;
  }
  if (const auto index = races_.Find(object)) {
    return program_.variables[*index].name;
  }
  if (const auto index = mutexes_.Find(object)) {
    return program_.mutexes[*index];
  }
  if (const auto index = events_.Find(object)) {
    return program_.events[*index];
  }
  return {};
}

std::vector<Outcome> Interpreter::Outcomes() const {
  std::vector<Outcome> outcomes;
  outcomes.reserve(outcomes_.size());
  for (const SimulatedOutcome& outcome : outcomes_) {
    outcomes.emplace_back(outcome.begin(), outcome.end());
  }
  return outcomes;
}

}  // namespace heddle::litmus
