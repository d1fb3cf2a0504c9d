// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_RC11_EXECUTION_H_
#define HEDDLE_LITMUS_RC11_EXECUTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/sync/memory_order.h"
#include "litmus/rc11/relation.h"

namespace heddle::litmus::rc11 {

// Before all threads.
inline constexpr std::size_t kInitialThread = static_cast<std::size_t>(-1);

struct Event {
  enum class Kind : std::uint8_t { kRead, kWrite, kFence };

  Kind kind;
  core::MemoryOrder order;
  std::size_t thread;
  std::size_t location = 0;  // of an access, like the value
  std::int64_t value = 0;    // that is read or written
};

// What a thread does at once: a fence, a read, a write, or both of a read-modify-write.
struct Step {
  std::optional<Event> fence;
  std::optional<Event> read;
  std::optional<Event> write;
};

// A candidate execution: events, and the relations that the axioms of RC11 speak of. It grows by
// steps that are last in their thread and read what is there already, so the union of
// sequenced-before and reads-from has no cycle.
class Execution {
 public:
  // Each location, by its number, has the value that is given for it.
  explicit Execution(std::span<const std::int64_t> initial);

  // `source`, of a step that reads: the write that it reads from. `predecessor`, of a step that
  // writes: the write that it comes right behind in the modification order. Otherwise ignored.
  void Add(const Step& step, std::size_t source, std::size_t predecessor);

  std::span<const Event> events() const { return events_; }
  // Initial writes come before everything.
  const Relation& sequenced_before() const { return sequenced_before_; }
  const Relation& reads_from() const { return reads_from_; }
  const Relation& modification_order() const { return modification_order_; }
  // From the read to the write.
  const Relation& read_modify_write() const { return read_modify_write_; }
  // Between accesses, to one another and to themselves.
  const Relation& same_location() const { return same_location_; }

  // In no order.
  std::vector<std::size_t> WritesTo(std::size_t location) const;
  // That of the last write of the modification order.
  std::int64_t FinalValue(std::size_t location) const;

 private:
  std::size_t Append(const Event& event);
  void InsertIntoModificationOrder(std::size_t write, std::size_t predecessor);

  std::vector<Event> events_;
  Relation sequenced_before_;
  Relation reads_from_;
  Relation modification_order_;
  Relation read_modify_write_;
  Relation same_location_;
};

}  // namespace heddle::litmus::rc11

#endif  // HEDDLE_LITMUS_RC11_EXECUTION_H_
