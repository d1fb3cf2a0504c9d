// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_HISTORY_H_
#define HEDDLE_CHECKER_TRACE_HISTORY_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "checker/program.h"
#include "checker/trace/dependency.h"
#include "checker/trace/malloc_vector.h"
#include "checker/trace/operation.h"
#include "checker/trace/vector_clock.h"

namespace heddle::checker {

// The operations of an execution in the order in which they were performed, and which of them
// happen before which: those of one thread in its order, dependent ones in the order in which they
// were performed, and what follows from the two. Can be cut back to a prefix, so that an execution
// that begins like the one before it does not work the prefix out again.
class History {
 public:
  using Index = std::int32_t;
  static constexpr Index kNone = -1;

  struct Event {
    VectorClock clock;
    Operation operation;
    Index previous_of_thread;
    Index previous_on_object;
    Index previous_write;  // on the object
    std::uint8_t thread;
    bool open_before;  // the object, see Effect
  };

  History() { last_of_.fill(kNone); }

  Index size() const { return static_cast<Index>(events_.size()); }
  const Event& operator[](Index i) const { return events_[static_cast<std::size_t>(i)]; }

  // Of what happens before the thread's next event, but for what that event itself depends on.
  const VectorClock& ClockOf(int thread) const {
    static constexpr VectorClock kNothing;
    const Index last = last_of_[static_cast<std::size_t>(thread)];
    return last == kNone ? kNothing : (*this)[last].clock;
  }
  // Of the event that the thread's performing `operation` now would be.
  VectorClock ClockAfter(int thread, const Operation& operation) const {
    VectorClock clock = ClockOf(thread);
    const Object object = At(operation.object);
    if (Writes(operation)) {
      // Reads that follow one another do not know of each other.
      for (Index i = object.last; i != kNone; i = (*this)[i].previous_on_object) {
        clock.Join((*this)[i].clock);
        if (i == object.last_write) {
          break;
        }
      }
    } else if (object.last_write != kNone) {
      clock.Join((*this)[object.last_write].clock);
    }
    clock.Advance(thread);
    return clock;
  }
  bool HappensBefore(Index event, const VectorClock& clock) const {
    const Event& e = (*this)[event];
    return clock.of(e.thread) >= e.clock.of(e.thread);
  }

  Index LastOn(ObjectId object) const { return At(object).last; }
  Index LastWriteOn(ObjectId object) const { return At(object).last_write; }

  void Append(int thread, const Operation& operation, const VectorClock& clock_after) {
    Object& object = Grow(operation);
    Index& last_of_thread = last_of_[static_cast<std::size_t>(thread)];
    events_.push_back({.clock = clock_after,
                       .operation = operation,
                       .previous_of_thread = last_of_thread,
                       .previous_on_object = object.last,
                       .previous_write = object.last_write,
                       .thread = static_cast<std::uint8_t>(thread),
                       .open_before = object.open});
    last_of_thread = size() - 1;
    object.last = size() - 1;
    const Effect& effect = EffectOf(operation.kind);
    if (effect.writes) {
      object.last_write = size() - 1;
    }
    object.open = effect.opens || (object.open && !effect.closes);
  }

  void Truncate(Index size) {
    while (this->size() > size) {
      const Event& event = events_.back();
      last_of_[event.thread] = event.previous_of_thread;
      objects_[event.operation.object] = {.last = event.previous_on_object,
                                          .last_write = event.previous_write,
                                          .open = event.open_before};
      events_.pop_back();
    }
  }

 private:
  struct Object {
    Index last = kNone;
    Index last_write = kNone;
    bool open = true;
  };

  Object At(ObjectId object) const {
    return object < objects_.size() ? objects_[object] : Object();
  }
  Object& Grow(const Operation& operation) {
    if (operation.object >= objects_.size()) {
      objects_.resize(operation.object + 1);
    }
    Object& object = objects_[operation.object];
    if (object.last == kNone) {
      object.open = OpenAtFirst(operation.kind);
    }
    return object;
  }

  MallocVector<Event> events_;
  MallocVector<Object> objects_;
  std::array<Index, kMaxThreads> last_of_{};
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_HISTORY_H_
