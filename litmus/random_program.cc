// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/random_program.h"

#include <array>
#include <random>
#include <span>
#include <utility>

#include "litmus/orders.h"

namespace heddle::litmus {
namespace {

using core::MemoryOrder;

constexpr std::array kOrders = {MemoryOrder::kRelaxed, MemoryOrder::kAcquire, MemoryOrder::kRelease,
                                MemoryOrder::kAcquireRelease, MemoryOrder::kSequentiallyConsistent};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Program Generate(std::uint64_t seed) {
    Program program;
    program.name = "random " + std::to_string(seed);
    program.atomics = {{"a", Initial()}, {"b", 0}};
    program.variables = {{"x", Initial()}, {"y", 0}};
    program.mutexes = {"m", "n"};
    const bool three = Chance(35);
    for (int i = 0; i < (three ? 3 : 2); ++i) {
      program.threads.push_back(MakeThread(three ? Between(1, 4) : Between(1, 6)));
    }
    for (std::size_t i = 0; i < program.threads.size(); ++i) {
      for (std::size_t j = 0; j < kRegisters.size(); ++j) {
        program.outcome.push_back({Observed::Kind::kRegister, i, j});
      }
    }
    // One that may never be written would end each execution as an uninitialized read.
    for (std::size_t i = 0; i < 2; ++i) {
      if (program.atomics[i].initial) {
        program.outcome.push_back({Observed::Kind::kAtomic, 0, i});
      }
    }
    return program;
  }

 private:
  static constexpr std::array<const char*, 3> kRegisters = {"r", "s", "t"};

  // The standard's distributions differ between libraries; a remainder does not.
  std::size_t Below(std::size_t limit) { return random_() % limit; }
  std::size_t Between(std::size_t least, std::size_t most) {
    return least + Below(most - least + 1);
  }
  bool Chance(std::size_t percent) { return Below(100) < percent; }
  std::optional<std::int64_t> Initial() {
    return Chance(5) ? std::nullopt : std::optional<std::int64_t>(0);
  }
  std::size_t AnyRegister() { return Below(kRegisters.size()); }
  // Of two; the first is more likely, so that threads meet.
  std::size_t AnyObject() { return Chance(65) ? 0 : 1; }
  Expression AnyNumber() { return Expression::Number(static_cast<std::int64_t>(Between(1, 2))); }

  MemoryOrder AnyOrder(bool (*fits)(MemoryOrder)) {
    for (;;) {
      const MemoryOrder order = kOrders[Below(kOrders.size())];
      if (fits(order)) {
        return order;
      }
    }
  }

  Expression AnyValue() {
    const Expression number = AnyNumber();
    return Chance(70) ? number
                      : Expression::Binary(Expression::Kind::kAdd,
                                           Expression::Variable(AnyRegister()), number);
  }

  Expression AnyCondition() { return ConditionOn(AnyRegister()); }

  Expression ConditionOn(std::size_t tested) {
    constexpr std::array kKinds = {Expression::Kind::kEqual, Expression::Kind::kNotEqual,
                                   Expression::Kind::kLess};
    // Drawn before the number: the order of arguments is the compiler's.
    const Expression::Kind kind = kKinds[Below(kKinds.size())];
    return Expression::Binary(kind, Expression::Variable(tested),
                              Expression::Number(static_cast<std::int64_t>(Below(3))));
  }

  Thread MakeThread(std::size_t operations) {
    Thread thread;
    for (const char* name : kRegisters) {
      thread.registers.push_back({name, 0});
    }
    Fill(thread.body, operations);
    return thread;
  }

  // Appends statements worth so many operations.
  void Fill(Block& block, std::size_t operations) {
    while (operations > 0) {
      const std::size_t kind = Below(100);
      std::size_t spent = 1;
      if (kind < 12 && operations >= 2) {
        spent = AppendCriticalSection(block, operations);
      } else if (kind < 20 && operations >= 2) {
        spent = AppendTryLock(block, operations);
      } else if (kind < 32) {
        spent = AppendIf(block, operations);
      } else if (kind < 36 && operations >= 2) {
        spent = AppendRetry(block);
      } else {
        block.push_back(Simple());
      }
      operations -= spent;
    }
  }

  std::size_t AppendCriticalSection(Block& block, std::size_t operations) {
    const std::size_t mutex = AnyObject();
    const std::size_t within = Below(operations - 1);
    block.push_back({Lock{mutex}});
    Fill(block, within);
    PlainAccess(block);
    block.push_back({Unlock{mutex}});
    return within + 2;
  }

  std::size_t AppendTryLock(Block& block, std::size_t operations) {
    TryLock attempt{AnyObject(), {}, {}};
    const std::size_t within = Below(operations - 1);
    Fill(attempt.taken, within);
    PlainAccess(attempt.taken);
    attempt.taken.push_back({Unlock{attempt.mutex}});
    if (Chance(30)) {
      attempt.not_taken.push_back(Simple());
    }
    block.push_back({std::move(attempt)});
    return within + 2;
  }

  // The condition is free, what depends on it counts. Mostly it is on a value just loaded:
  // registers that nothing has been put into say nothing about the other threads.
  std::size_t AppendIf(Block& block, std::size_t operations) {
    const std::size_t tested = AnyRegister();
    const bool loads = operations >= 2 && Chance(70);
    if (loads) {
      const std::size_t object = AnyObject();
      block.push_back({Load{tested, object, AnyOrder(FitsLoad)}});
    }
    If choice{ConditionOn(tested), {}, {}};
    if (Chance(20)) {
      choice.then.push_back({Exit{}});
    } else {
      choice.then.push_back(Simple());
    }
    if (Chance(25)) {
      choice.otherwise.push_back(Simple());
    }
    block.push_back({std::move(choice)});
    return loads ? 2 : 1;
  }

  std::size_t AppendRetry(Block& block) {
    constexpr std::int64_t kTimes = 2;
    CompareExchange exchange = CompareExchangeOf(AnyObject());
    If done{Expression::Variable(exchange.succeeded), {}, {}};
    done.then.push_back({Break{}});
    Retry retry{kTimes, {}};
    retry.body.push_back({std::move(exchange)});
    retry.body.push_back({std::move(done)});
    block.push_back({std::move(retry)});
    return kTimes;
  }

  void PlainAccess(Block& block) {
    const std::size_t variable = AnyObject();
    if (Chance(50)) {
      block.push_back({Read{AnyRegister(), variable}});
    }
    if (Chance(70)) {
      block.push_back({Write{variable, AnyValue()}});
    }
  }

  Statement Simple() {
    const std::size_t kind = Below(100);
    const std::size_t object = AnyObject();
    if (kind < 24) {
      return {Load{AnyRegister(), object, AnyOrder(FitsLoad)}};
    }
    if (kind < 48) {
      return {Store{object, AnyValue(), AnyOrder(FitsStore)}};
    }
    if (kind < 60) {
      return ReadModifyWriteOf(object);
    }
    if (kind < 74) {
      return {CompareExchangeOf(object)};
    }
    if (kind < 83) {
      return {Fence{AnyOrder(FitsFence)}};
    }
    if (kind < 88) {
      return {Read{AnyRegister(), object}};
    }
    if (kind < 92) {
      return {Write{object, AnyValue()}};
    }
    if (kind < 96) {
      return {Assert{AnyCondition()}};
    }
    if (kind < 98) {
      return {Lock{object}};
    }
    return {Unlock{object}};
  }

  Statement ReadModifyWriteOf(std::size_t atomic) {
    const auto kind =
        Chance(50) ? ReadModifyWrite::Kind::kExchange : ReadModifyWrite::Kind::kFetchAdd;
    const auto to = Chance(80) ? std::optional(AnyRegister()) : std::nullopt;
    return {ReadModifyWrite{kind, to, atomic, AnyValue(), AnyOrder(IsAtomicOrder)}};
  }

  CompareExchange CompareExchangeOf(std::size_t atomic) {
    const bool weak = Chance(45);
    const std::size_t succeeded = AnyRegister();
    const std::size_t expected = (succeeded + Between(1, 2)) % kRegisters.size();
    Expression desired = AnyValue();
    for (;;) {
      const MemoryOrder success = AnyOrder(IsAtomicOrder);
      const MemoryOrder failure = AnyOrder(FitsLoad);
      if (FitsCompareExchange(success, failure)) {
        return {weak, succeeded, atomic, expected, std::move(desired), success, failure};
      }
    }
  }

  std::mt19937_64 random_;
};

}  // namespace

Program RandomProgram(std::uint64_t seed) { return Generator(seed).Generate(seed); }

}  // namespace heddle::litmus
