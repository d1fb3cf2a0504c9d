// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_THREADS_H_
#define HEDDLE_CHECKER_TRACE_THREADS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "checker/program.h"
#include "checker/trace/dependency.h"
#include "checker/trace/malloc_vector.h"
#include "checker/trace/operation.h"
#include "checker/trace/thread_set.h"

namespace heddle::checker {

// The threads of one execution as a strategy sees them: what each is about to do, and who can. A
// thread that waits for a held lock or for an event that is not set is disabled, so no thread ever
// blocks. The owner of a lock may ask for it again: that is for the primitive to report.
class Threads {
 public:
  void Begin(int count) {
    count_ = count;
    unfinished_ = ThreadSet::First(count);
    announced_ = unfinished_;
    starting_ = unfinished_;
    next_.fill({});
    objects_.clear();
    running_ = kNoThread;
  }

  void Announce(int thread, const Operation& operation) {
    next_[Index(thread)] = operation;
    announced_.Insert(thread);
  }
  // `operation` as it turned out.
  void Perform(int thread, const Operation& operation) {
    announced_.Erase(thread);
    starting_.Erase(thread);
    running_ = thread;
    const Effect& effect = EffectOf(operation.kind);
    if (effect.closes || effect.opens) {
      At(operation) = {.open = effect.opens, .owner = static_cast<std::int8_t>(thread)};
    }
  }
  void Finish(int thread) {
    unfinished_.Erase(thread);
    announced_.Erase(thread);
  }

  int count() const { return count_; }
  ThreadSet unfinished() const { return unfinished_; }
  // Those whose next operation is known: all unfinished ones but one that failed on its way there.
  ThreadSet announced() const { return announced_; }
  // Those that have not begun.
  ThreadSet starting() const { return starting_; }
  const Operation& next(int thread) const { return next_[Index(thread)]; }
  // The thread that made the last step.
  int running() const { return running_; }
  // That could go on: it is not finished and not waiting.
  bool CanGoOn(int thread) const { return announced_.Contains(thread) && IsEnabled(thread); }

  ThreadSet Enabled() const {
    ThreadSet enabled;
    ForEach(announced_, [&](int thread) {
      if (IsEnabled(thread)) {
        enabled.Insert(thread);
      }
    });
    return enabled;
  }

  bool AnyEnabled() const { return CanGoOn(running_) || !Enabled().empty(); }

  // A lock that nobody holds.
  bool IsOpen(ObjectId lock) const { return lock >= objects_.size() || objects_[lock].open; }

  // The thread that holds the lock that `thread` waits for.
  int Holder(int thread) const {
    const ObjectId object = next(thread).object;
    const bool known = object < objects_.size() && !objects_[object].open;
    return known && next(thread).kind == OperationKind::kLock ? objects_[object].owner : kNoThread;
  }

 private:
  struct Object {
    bool open = true;
    std::int8_t owner = kNoThread;  // the last to open or close it
  };

  static std::size_t Index(int thread) { return static_cast<std::size_t>(thread); }

  bool IsEnabled(int thread) const {
    const Operation& operation = next(thread);
    if (!EffectOf(operation.kind).waits) {
      return true;
    }
    if (operation.object >= objects_.size() || objects_[operation.object].owner == kNoThread) {
      return OpenAtFirst(operation.kind);
    }
    const Object& object = objects_[operation.object];
    return object.open || (operation.kind == OperationKind::kLock && object.owner == thread);
  }

  Object& At(const Operation& operation) {
    if (operation.object >= objects_.size()) {
      objects_.resize(operation.object + 1);
    }
    return objects_[operation.object];
  }

  int count_ = 0;
  ThreadSet unfinished_;
  ThreadSet announced_;
  ThreadSet starting_;
  std::array<Operation, kMaxThreads> next_{};
  MallocVector<Object> objects_;
  int running_ = kNoThread;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_THREADS_H_
