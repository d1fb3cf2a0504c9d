// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/executor.h"

#include <algorithm>
#include <utility>

#include "litmus/hardware/constant_order.h"
#include "litmus/orders.h"

namespace heddle::litmus {
namespace {

// Acquire: pairs with the release of GiveBack.
bool TryTake(HardwareWord& mutex) { return mutex.exchange(1, core::MemoryOrder::kAcquire) == 0; }

void GiveBack(HardwareWord& mutex) { mutex.store(0, core::MemoryOrder::kRelease); }

// Release pairs with the acquire of Park. Acquire, and an exchange instead of a store, so that Park
// is also ordered after an earlier wake-up that this one covers.
void Signal(HardwareWord& event) { event.exchange(1, core::MemoryOrder::kAcquireRelease); }

void ThreadFence(core::MemoryOrder order) {
  WithAnyOrder(order, [](auto constant) { core::StdSync::Fence(constant); });
}

}  // namespace

Executor::Executor(ThreadCode code, std::size_t thread, Blocking& blocking)
    : code_(std::move(code)), frame_(code_.frame), thread_(thread), blocking_(blocking) {}

bool Executor::Run(const Instance& instance, std::span<std::int64_t> registers) {
  std::copy_n(code_.frame.begin(), code_.registers, frame_.begin());
  const bool ended = RunInstructions(instance);
  std::copy_n(frame_.begin(), code_.registers, registers.begin());
  return ended;
}

// Switches, and nothing that allocates: the less time passes between two accesses, the more often
// the second overtakes the first.
bool Executor::RunInstructions(const Instance& instance) {
  const Instruction* const start = code_.instructions.data();
  for (const Instruction* next = start; true;) {
    const Instruction& now = *next++;
    const auto jump_if = [&](bool condition) { next = condition ? start + now.target : next; };
    switch (now.operation) {
      case Operation::kLoad:
      case Operation::kStore:
      case Operation::kExchange:
      case Operation::kFetchAdd:
      case Operation::kCompareExchangeStrong:
      case Operation::kCompareExchangeWeak:
        Access(now, instance.atomics[now.object].value);
        break;
      case Operation::kFence:
        ThreadFence(now.order);
        break;
      case Operation::kRead:
        frame_[now.to] = instance.variables[now.object].value.Get();
        break;
      case Operation::kWrite:
        instance.variables[now.object].value.Set(frame_[now.from]);
        break;
      case Operation::kLock:
        if (!Lock(instance.mutexes[now.object].value)) {
          return false;
        }
        break;
      case Operation::kTryLock:
        jump_if(!TryTake(instance.mutexes[now.object].value));
        break;
      case Operation::kUnlock:
        GiveBack(instance.mutexes[now.object].value);
        break;
      case Operation::kPark:
        if (!Park(instance.events[now.object].value)) {
          return false;
        }
        break;
      case Operation::kWake:
        Signal(instance.events[now.object].value);
        break;
      case Operation::kCopy:
        frame_[now.to] = frame_[now.from];
        break;
      case Operation::kEvaluate:
        frame_[now.to] = Evaluate(*now.expression, frame_);
        break;
      case Operation::kJump:
        jump_if(true);
        break;
      case Operation::kJumpIfZero:
        jump_if(frame_[now.from] == 0);
        break;
      case Operation::kCountDown:
        jump_if(frame_[now.to]-- == 0);
        break;
      case Operation::kEnd:
        return true;
    }
  }
}

void Executor::Access(const Instruction& instruction, HardwareWord& atomic) {
  switch (instruction.operation) {
    case Operation::kLoad:
      return Load(instruction, atomic);
    case Operation::kStore:
      return Store(instruction, atomic);
    case Operation::kExchange:
      return Exchange(instruction, atomic);
    case Operation::kFetchAdd:
      return FetchAdd(instruction, atomic);
    case Operation::kCompareExchangeStrong:
      return CompareExchange</*kWeak=*/false>(instruction, atomic);
    default:
      return CompareExchange</*kWeak=*/true>(instruction, atomic);
  }
}

void Executor::Load(const Instruction& instruction, HardwareWord& atomic) {
  SetWord(instruction.to,
          WithLoadOrder(instruction.order, [&](auto order) { return atomic.load(order); }));
}

void Executor::Store(const Instruction& instruction, HardwareWord& atomic) {
  const std::uint64_t value = Word(instruction.from);
  WithStoreOrder(instruction.order, [&](auto order) { atomic.store(value, order); });
}

void Executor::Exchange(const Instruction& instruction, HardwareWord& atomic) {
  const std::uint64_t value = Word(instruction.from);
  SetWord(instruction.to, WithAnyOrder(instruction.order,
                                       [&](auto order) { return atomic.exchange(value, order); }));
}

void Executor::FetchAdd(const Instruction& instruction, HardwareWord& atomic) {
  const std::uint64_t value = Word(instruction.from);
  SetWord(instruction.to, WithAnyOrder(instruction.order,
                                       [&](auto order) { return atomic.fetch_add(value, order); }));
}

template <bool kWeak>
void Executor::CompareExchange(const Instruction& instruction, HardwareWord& atomic) {
  std::uint64_t expected = Word(instruction.expected);
  const std::uint64_t desired = Word(instruction.from);
  const auto attempt = [&](auto success, auto failure) {
    // Other pairs do not occur; compilers warn of them.
    if constexpr (FitsCompareExchange(success, failure)) {
      return kWeak ? atomic.compare_exchange_weak(expected, desired, success, failure)
                   : atomic.compare_exchange_strong(expected, desired, success, failure);
    } else {
      return false;
    }
  };
  const bool succeeded = WithAnyOrder(instruction.order, [&](auto success) {
    return WithLoadOrder(instruction.failure,
                         [&](auto failure) { return attempt(success, failure); });
  });
  SetWord(instruction.expected, expected);
  SetWord(instruction.to, succeeded ? 1 : 0);
}

bool Executor::Lock(HardwareWord& mutex) {
  return blocking_.Wait(thread_, [&] { return TryTake(mutex); });
}

// Acquire: pairs with the release of Signal.
bool Executor::Park(HardwareWord& event) {
  return blocking_.Wait(thread_,
                        [&] { return event.exchange(0, core::MemoryOrder::kAcquire) == 1; });
}

}  // namespace heddle::litmus
