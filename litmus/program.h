// SPDX-License-Identifier: BSD-3-Clause
//
// A small concurrent program as data, whichever notation it was written in. Objects and registers
// are named by their place in the lists of the program and of the thread.

#ifndef HEDDLE_LITMUS_PROGRAM_H_
#define HEDDLE_LITMUS_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/sync/memory_order.h"
#include "litmus/expression.h"

namespace heddle::litmus {

struct Statement;
using Block = std::vector<Statement>;

struct Load {
  std::size_t to;  // a register, like every `to`
  std::size_t atomic;
  core::MemoryOrder order;
  friend bool operator==(const Load&, const Load&) = default;
};

struct Store {
  std::size_t atomic;
  Expression value;
  core::MemoryOrder order;
  friend bool operator==(const Store&, const Store&) = default;
};

struct ReadModifyWrite {
  enum class Kind : std::uint8_t { kExchange, kFetchAdd };

  Kind kind;
  std::optional<std::size_t> to;  // gets the old value
  std::size_t atomic;
  Expression operand;
  core::MemoryOrder order;
  friend bool operator==(const ReadModifyWrite&, const ReadModifyWrite&) = default;
};

struct CompareExchange {
  bool weak;
  std::size_t succeeded;  // a register: gets 1 or 0
  std::size_t atomic;
  std::size_t expected;  // a register: gets the value that was seen if the exchange fails
  Expression desired;
  core::MemoryOrder success;
  core::MemoryOrder failure;
  friend bool operator==(const CompareExchange&, const CompareExchange&) = default;
};

struct Fence {
  core::MemoryOrder order;
  friend bool operator==(const Fence&, const Fence&) = default;
};

struct Lock {
  std::size_t mutex;
  friend bool operator==(const Lock&, const Lock&) = default;
};

struct Unlock {
  std::size_t mutex;
  friend bool operator==(const Unlock&, const Unlock&) = default;
};

struct TryLock {
  std::size_t mutex;
  Block taken;
  Block not_taken;
  friend bool operator==(const TryLock&, const TryLock&) = default;
};

// Waits until the event is set, and takes it.
struct Park {
  std::size_t event;
  friend bool operator==(const Park&, const Park&) = default;
};

// Sets the event.
struct Wake {
  std::size_t event;
  friend bool operator==(const Wake&, const Wake&) = default;
};

struct Read {
  std::size_t to;
  std::size_t variable;
  friend bool operator==(const Read&, const Read&) = default;
};

struct Write {
  std::size_t variable;
  Expression value;
  friend bool operator==(const Write&, const Write&) = default;
};

struct Set {
  std::size_t to;
  Expression value;
  friend bool operator==(const Set&, const Set&) = default;
};

struct If {
  Expression condition;
  Block then;
  Block otherwise;
  friend bool operator==(const If&, const If&) = default;
};

struct Assert {
  Expression condition;
  friend bool operator==(const Assert&, const Assert&) = default;
};

struct Retry {
  std::int64_t times;  // at most
  Block body;
  friend bool operator==(const Retry&, const Retry&) = default;
};

// Leaves the innermost Retry.
struct Break {
  friend bool operator==(const Break&, const Break&) = default;
};

// Ends the thread.
struct Exit {
  friend bool operator==(const Exit&, const Exit&) = default;
};

struct Statement {
  std::variant<Load, Store, ReadModifyWrite, CompareExchange, Fence, Lock, Unlock, TryLock, Park,
               Wake, Read, Write, Set, If, Assert, Retry, Break, Exit>
      what;
  friend bool operator==(const Statement&, const Statement&) = default;
};

// An atomic or a plain variable, and its value before the threads; none: nobody has written it.
struct Object {
  std::string name;
  std::optional<std::int64_t> initial;
  friend bool operator==(const Object&, const Object&) = default;
};

struct Register {
  std::string name;
  std::int64_t initial;
  friend bool operator==(const Register&, const Register&) = default;
};

struct Thread {
  std::vector<Register> registers;
  Block body;
  friend bool operator==(const Thread&, const Thread&) = default;
};

// What is looked at after all threads have ended.
struct Observed {
  enum class Kind : std::uint8_t { kRegister, kAtomic, kVariable };

  Kind kind;
  std::size_t thread;  // of kRegister
  std::size_t index;
  friend bool operator==(const Observed&, const Observed&) = default;
};

struct Program {
  std::string name;
  std::vector<Object> atomics;
  std::vector<Object> variables;  // plain, race-checked memory
  std::vector<std::string> mutexes;
  std::vector<std::string> events;
  std::vector<Thread> threads;
  std::vector<Observed> outcome;
  std::optional<Expression> check;  // over the values of the outcome, in their order
  friend bool operator==(const Program&, const Program&) = default;
};

// As it is written in an outcome: `1.r` for register r of thread 1, or the name of the object.
std::string NameOf(const Observed& observed, const Program& program);

// Blocks in blocks, and expressions in expressions, at most so deep: they are evaluated on the
// small stacks of simulated threads.
inline constexpr int kMaxNesting = 40;

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_PROGRAM_H_
