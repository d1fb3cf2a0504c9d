// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/translate.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace heddle::litmus {
namespace {

std::uint32_t Index(std::size_t index) { return static_cast<std::uint32_t>(index); }

// Appends the instructions of statements, each by the overload for its type.
class Translator {
 public:
  explicit Translator(const Thread& thread) {
    code_.registers = thread.registers.size();
    for (const Register& variable : thread.registers) {
      AddSlot(variable.initial);
    }
    unused_ = AddSlot(0);
    Append(thread.body);
    // A break outside of all loops ends the thread.
    LandAll(breaks_);
    Emit({Operation::kEnd});
  }

  ThreadCode Take() { return std::move(code_); }

  void operator()(const Load& load) {
    Emit({.operation = Operation::kLoad,
          .order = load.order,
          .object = Index(load.atomic),
          .to = Index(load.to)});
  }

  void operator()(const Store& store) {
    const Slot value = SlotOf(store.value);
    Emit({.operation = Operation::kStore,
          .order = store.order,
          .object = Index(store.atomic),
          .from = value});
  }

  void operator()(const ReadModifyWrite& update) {
    const Slot operand = SlotOf(update.operand);
    Emit({.operation = update.kind == ReadModifyWrite::Kind::kExchange ? Operation::kExchange
                                                                       : Operation::kFetchAdd,
          .order = update.order,
          .object = Index(update.atomic),
          .to = update.to ? Index(*update.to) : unused_,
          .from = operand});
  }

  void operator()(const CompareExchange& exchange) {
    const Slot desired = SlotOf(exchange.desired);
    Emit({.operation =
              exchange.weak ? Operation::kCompareExchangeWeak : Operation::kCompareExchangeStrong,
          .order = exchange.success,
          .failure = exchange.failure,
          .object = Index(exchange.atomic),
          .to = Index(exchange.succeeded),
          .from = desired,
          .expected = Index(exchange.expected)});
  }

  void operator()(const Fence& fence) {
    Emit({.operation = Operation::kFence, .order = fence.order});
  }

  void operator()(const Lock& lock) {
    Emit({.operation = Operation::kLock, .object = Index(lock.mutex)});
  }

  void operator()(const Unlock& unlock) {
    Emit({.operation = Operation::kUnlock, .object = Index(unlock.mutex)});
  }

  void operator()(const TryLock& attempt) {
    const std::size_t jump = Emit({.operation = Operation::kTryLock,  //
                                   .object = Index(attempt.mutex)});
    AppendChoice(jump, attempt.taken, attempt.not_taken);
  }

  void operator()(const Park& park) {
    Emit({.operation = Operation::kPark, .object = Index(park.event)});
  }

  void operator()(const Wake& wake) {
    Emit({.operation = Operation::kWake, .object = Index(wake.event)});
  }

  void operator()(const Read& read) {
    Emit({.operation = Operation::kRead, .object = Index(read.variable), .to = Index(read.to)});
  }

  void operator()(const Write& write) {
    const Slot value = SlotOf(write.value);
    Emit({.operation = Operation::kWrite, .object = Index(write.variable), .from = value});
  }

  void operator()(const Set& set) {
    Emit({.operation = Operation::kCopy, .to = Index(set.to), .from = SlotOf(set.value)});
  }

  void operator()(const If& choice) {
    const Slot condition = SlotOf(choice.condition);
    const std::size_t jump = Emit({.operation = Operation::kJumpIfZero, .from = condition});
    AppendChoice(jump, choice.then, choice.otherwise);
  }

  void operator()(const Assert& /*assertion*/) {}

  void operator()(const Retry& retry) {
    const Slot count = AddSlot(0);
    Emit({.operation = Operation::kCopy,
          .to = count,
          .from = AddSlot(std::max(retry.times, std::int64_t{0}))});
    const std::size_t start = Emit({.operation = Operation::kCountDown, .to = count});
    std::vector<std::size_t> outer = std::exchange(breaks_, {start});
    Append(retry.body);
    Emit({.operation = Operation::kJump, .target = Index(start)});
    LandAll(breaks_);
    breaks_ = std::move(outer);
  }

  void operator()(const Break& /*leave*/) {
    breaks_.push_back(Emit({.operation = Operation::kJump}));
  }

  void operator()(const Exit& /*end*/) { Emit({.operation = Operation::kEnd}); }

 private:
  void Append(const Block& block) {
    for (const Statement& statement : block) {
      std::visit(*this, statement.what);
    }
  }

  // `jump` leads to the second block.
  void AppendChoice(std::size_t jump, const Block& first, const Block& second) {
    Append(first);
    if (second.empty()) {
      Land(jump);
      return;
    }
    const std::size_t skip = Emit({.operation = Operation::kJump});
    Land(jump);
    Append(second);
    Land(skip);
  }

  // Where its value is, once the instructions so far have run.
  Slot SlotOf(const Expression& expression) {
    switch (expression.kind) {
      case Expression::Kind::kNumber:
        return AddSlot(expression.number);
      case Expression::Kind::kVariable:
        return Index(expression.variable);
      default:
        break;
    }
    const Slot result = AddSlot(0);
    Emit({.operation = Operation::kEvaluate, .to = result, .expression = &expression});
    return result;
  }

  Slot AddSlot(std::int64_t value) {
    code_.frame.push_back(value);
    return Index(code_.frame.size() - 1);
  }

  std::size_t Emit(const Instruction& instruction) {
    code_.instructions.push_back(instruction);
    return code_.instructions.size() - 1;
  }

  // Makes the jump lead to the instruction that comes next.
  void Land(std::size_t jump) {
    code_.instructions[jump].target = Index(code_.instructions.size());
  }
  void LandAll(const std::vector<std::size_t>& jumps) {
    for (const std::size_t jump : jumps) {
      Land(jump);
    }
  }

  ThreadCode code_;
  Slot unused_;                      // gets what nobody asked for
  std::vector<std::size_t> breaks_;  // jumps out of the innermost Retry
};

}  // namespace

ThreadCode Translate(const Thread& thread) { return Translator(thread).Take(); }

}  // namespace heddle::litmus
