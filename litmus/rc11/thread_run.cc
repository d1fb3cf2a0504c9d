// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/thread_run.h"

#include <variant>

namespace heddle::litmus::rc11 {
namespace {

using core::MemoryOrder;

std::int64_t Sum(std::int64_t a, std::int64_t b) {
  // Unsigned, where overflow is no error.
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

// The location that a statement reads.
class ThreadRun::Reader {
 public:
  explicit Reader(const Locations& locations) : locations_(locations) {}

  using Location = std::optional<std::size_t>;
  Location operator()(const Load& load) const { return locations_.OfAtomic(load.atomic); }
  Location operator()(const ReadModifyWrite& update) const {
    return locations_.OfAtomic(update.atomic);
  }
  Location operator()(const CompareExchange& exchange) const {
    return locations_.OfAtomic(exchange.atomic);
  }
  Location operator()(const Lock& lock) const { return locations_.OfMutex(lock.mutex); }
  Location operator()(const Park& park) const { return locations_.OfEvent(park.event); }
  Location operator()(const Wake& wake) const { return locations_.OfEvent(wake.event); }
  Location operator()(const Read& read) const { return locations_.OfVariable(read.variable); }
  template <class Other>
  Location operator()(const Other& /*does not read*/) const {
    return std::nullopt;
  }

 private:
  const Locations& locations_;
};

// Does a statement that has seen a value, and tells what it is to the others.
class ThreadRun::Performer {
 public:
  Performer(ThreadRun& run, std::int64_t seen) : run_(run), seen_(seen) {}

  using Result = std::optional<Step>;

  Result operator()(const Load& load) {
    run_.registers_[load.to] = seen_;
    return Reads(load.order, run_.locations_.OfAtomic(load.atomic));
  }

  Result operator()(const Store& store) {
    return Writes(store.order, run_.locations_.OfAtomic(store.atomic), Value(store.value));
  }

  Result operator()(const ReadModifyWrite& update) {
    const std::int64_t operand = Value(update.operand);
    if (update.to) {
      run_.registers_[*update.to] = seen_;
    }
    return Updates(update.order, run_.locations_.OfAtomic(update.atomic),
                   update.kind == ReadModifyWrite::Kind::kFetchAdd ? Sum(seen_, operand) : operand);
  }

  // One that fails is a read, of any value that coherence lets it see.
  Result operator()(const CompareExchange& exchange) {
    const std::int64_t desired = Value(exchange.desired);
    const bool succeeds = seen_ == run_.registers_[exchange.expected];
    run_.registers_[exchange.expected] = seen_;
    run_.registers_[exchange.succeeded] = succeeds ? 1 : 0;
    const std::size_t location = run_.locations_.OfAtomic(exchange.atomic);
    return succeeds ? Updates(exchange.success, location, desired)
                    : Reads(exchange.failure, location);
  }

  Result operator()(const Fence& fence) {
    return Step{Event{Event::Kind::kFence, fence.order, run_.thread_}, {}, {}};
  }

  Result operator()(const Lock& lock) {
    return UpdatesIf(kFree, MemoryOrder::kAcquire, run_.locations_.OfMutex(lock.mutex), kTaken);
  }
  Result operator()(const Unlock& unlock) {
    return Writes(MemoryOrder::kRelease, run_.locations_.OfMutex(unlock.mutex), kFree);
  }

  Result operator()(const Park& park) {
    return UpdatesIf(kIsSet, MemoryOrder::kAcquire, run_.locations_.OfEvent(park.event), kNotSet);
  }
  Result operator()(const Wake& wake) {
    return Updates(MemoryOrder::kAcquireRelease, run_.locations_.OfEvent(wake.event), kIsSet);
  }

  Result operator()(const Read& read) {
    run_.registers_[read.to] = seen_;
    return Reads(MemoryOrder::kPlain, run_.locations_.OfVariable(read.variable));
  }
  Result operator()(const Write& write) {
    return Writes(MemoryOrder::kPlain, run_.locations_.OfVariable(write.variable),
                  Value(write.value));
  }

  template <class Other>
  Result operator()(const Other& /*local or unknown*/) {
    return std::nullopt;
  }

 private:
  std::int64_t Value(const Expression& expression) const {
    return Evaluate(expression, run_.registers_);
  }

  Event ReadEvent(MemoryOrder order, std::size_t location) const {
    return {Event::Kind::kRead, order, run_.thread_, location, seen_};
  }
  Event WriteEvent(MemoryOrder order, std::size_t location, std::int64_t value) const {
    return {Event::Kind::kWrite, order, run_.thread_, location, value};
  }

  Step Reads(MemoryOrder order, std::size_t location) const {
    return {{}, ReadEvent(order, location), {}};
  }
  Step Writes(MemoryOrder order, std::size_t location, std::int64_t value) const {
    return {{}, {}, WriteEvent(order, location, value)};
  }
  // Of its order, the axioms look at what acquires in the read, and at what releases in the write.
  Step Updates(MemoryOrder order, std::size_t location, std::int64_t value) const {
    return {{}, ReadEvent(order, location), WriteEvent(order, location, value)};
  }
  Result UpdatesIf(std::int64_t expected, MemoryOrder order, std::size_t location,
                   std::int64_t value) const {
    return seen_ == expected ? Result(Updates(order, location, value)) : std::nullopt;
  }

  ThreadRun& run_;
  std::int64_t seen_;
};

ThreadRun::ThreadRun(const Program& program, std::size_t thread)
    : locations_(program), thread_(thread) {
  for (const Register& each : program.threads[thread].registers) {
    registers_.push_back(each.initial);
  }
  blocks_.push_back({&program.threads[thread].body, 0});
  RunLocalStatements();
}

std::optional<std::size_t> ThreadRun::NextReads() const {
  return ended() ? std::nullopt : std::visit(Reader(locations_), Next().what);
}

std::optional<Step> ThreadRun::Advance(std::int64_t seen) {
  const Statement& statement = Next();
  std::optional<Step> step = std::visit(Performer(*this, seen), statement.what);
  ++blocks_.back().next;
  RunLocalStatements();
  return step;
}

void ThreadRun::RunLocalStatements() {
  while (!ended()) {
    if (blocks_.back().next == blocks_.back().block->size()) {
      blocks_.pop_back();
    } else if (!RunIfLocal(Next())) {
      return;
    }
  }
}

bool ThreadRun::RunIfLocal(const Statement& statement) {
  if (const auto* const set = std::get_if<Set>(&statement.what)) {
    registers_[set->to] = Evaluate(set->value, registers_);
    ++blocks_.back().next;
  } else if (const auto* const choice = std::get_if<If>(&statement.what)) {
    ++blocks_.back().next;
    const bool holds = Evaluate(choice->condition, registers_) != 0;
    blocks_.push_back({holds ? &choice->then : &choice->otherwise, 0});
  } else if (std::holds_alternative<Exit>(statement.what)) {
    blocks_.clear();
  } else {
    return false;
  }
  return true;
}

}  // namespace heddle::litmus::rc11
