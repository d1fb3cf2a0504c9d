// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_INSTRUCTION_H_
#define HEDDLE_LITMUS_HARDWARE_INSTRUCTION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/sync/memory_order.h"
#include "litmus/expression.h"

namespace heddle::litmus {

enum class Operation : std::uint8_t {
  kLoad,
  kStore,
  kExchange,
  kFetchAdd,
  kCompareExchangeStrong,
  kCompareExchangeWeak,
  kFence,
  kRead,
  kWrite,
  kLock,
  kTryLock,  // jumps if the mutex is not taken
  kUnlock,
  kPark,
  kWake,
  kCopy,
  kEvaluate,
  kJump,
  kJumpIfZero,
  kCountDown,  // jumps if the count is used up
  kEnd,
};

// A place in the frame of a thread: a register, a constant or an intermediate value.
using Slot = std::uint32_t;

// A statement, or a part of one, in a form that takes next to no time between two accesses. What
// an operation does not need is zero.
struct Instruction {
  Operation operation;
  core::MemoryOrder order = core::MemoryOrder::kRelaxed;
  core::MemoryOrder failure = core::MemoryOrder::kRelaxed;  // of a compare-and-exchange
  std::uint32_t object = 0;                                 // which atomic, variable, ...
  Slot to = 0;
  Slot from = 0;
  Slot expected = 0;                       // of a compare-and-exchange
  std::uint32_t target = 0;                // of a jump: which instruction
  const Expression* expression = nullptr;  // of kEvaluate, over the frame
};

struct ThreadCode {
  std::vector<Instruction> instructions;  // the last is kEnd
  // At the start of a run. The registers come first and are the program's; constants are not
  // written, and intermediate values are written before they are read.
  std::vector<std::int64_t> frame;
  std::size_t registers = 0;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_INSTRUCTION_H_
