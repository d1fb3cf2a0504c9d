// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_FIBERS_H_
#define HEDDLE_CHECKER_RELACY_FIBERS_H_

#include <array>
#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace heddle::checker {

// A number of stacks beside the process's own, each running `body(i)` whenever it is switched to;
// between two runs it is idle. The body says where to go next: to another fiber, or, if that is
// negative, to whoever called Enter. Switching costs a few nanoseconds. What a fiber was in the
// middle of can be forgotten without unwinding its stack.
template <int kCount, class Body>
class Fibers {
 public:
  explicit Fibers(Body body) : body_(body) {
    for (int i = 0; i < kCount; ++i) {
      At(i).stack = allocator_.allocate();
      Rearm(i);
    }
  }
  Fibers(const Fibers&) = delete;
  Fibers& operator=(const Fibers&) = delete;
  ~Fibers() {
    for (Slot& slot : slots_) {
      allocator_.deallocate(slot.stack);
    }
  }

  // From the process's stack. Comes back when a fiber calls Leave.
  void Enter(int fiber) { Switch(main_, *At(fiber).handle()); }
  // From one fiber to another, or from a fiber to itself, which does nothing.
  void Switch(int from, int to) {
    if (from != to) {
      Switch(*At(from).handle(), *At(to).handle());
    }
  }
  // From a fiber to whoever called Enter.
  void Leave(int from) { Switch(*At(from).handle(), main_); }

  // From the process's stack: makes all fibers idle that are in the middle of something.
  void Reset() {
    for (int i = 0; i < kCount; ++i) {
      if (At(i).busy) {
        Rearm(i);
      }
    }
  }

 private:
  using Handle = boost::context::fiber;

  struct Slot {
    boost::context::stack_context stack;
    // A handle whose destructor would unwind the fiber, so it never runs.
    alignas(Handle) std::byte handle_storage[sizeof(Handle)] = {};
    bool busy = false;

    Handle* handle() { return std::launder(reinterpret_cast<Handle*>(handle_storage)); }
  };
  // Gives a new fiber the stack of the one it takes the place of.
  struct SameStack {
    boost::context::stack_context stack;
    boost::context::stack_context allocate() const { return stack; }
    void deallocate(boost::context::stack_context& /*stack*/) const {}
  };

  static constexpr std::size_t kStackBytes = std::size_t{256} * 1024;

  Slot& At(int i) { return slots_[static_cast<std::size_t>(i)]; }

  void Switch(Handle& from, Handle& to) {
    left_ = &from;
    Handle back = std::move(to).resume();
    *left_ = std::move(back);
  }

  void Rearm(int i) {
    Slot& slot = At(i);
    slot.busy = false;
    new (slot.handle_storage)
        Handle(std::allocator_arg, SameStack{slot.stack}, [this, i](Handle&& back) -> Handle {
          *left_ = std::move(back);
          for (;;) {
            At(i).busy = true;
            const int next = body_(i);
            At(i).busy = false;
            Switch(*At(i).handle(), next < 0 ? main_ : *At(next).handle());
          }
        });
  }

  Body body_;
  boost::context::protected_fixedsize_stack allocator_{kStackBytes};
  std::array<Slot, kCount> slots_;
  Handle main_;
  Handle* left_ = nullptr;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_FIBERS_H_
