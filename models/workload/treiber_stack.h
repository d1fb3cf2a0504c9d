// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORKLOAD_TREIBER_STACK_H_
#define HEDDLE_MODELS_WORKLOAD_TREIBER_STACK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/sync/concept.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::models {

// May a compare-and-exchange fail without reason?
enum class CompareExchange : std::uint8_t { kWeak, kStrong };

// Workload 4: a stack without locks, where every thread pushes its node and pops one. A thread that
// has tried kAttempts times in vain gives up, so that every execution ends; with up to three
// threads and a strong compare-and-exchange none has to, for each failure is another's success.
template <core::SyncPolicy Sync, int kThreadCount, CompareExchange kCompareExchange>
class TreiberStack {
 public:
  static constexpr int kThreads = kThreadCount;

  void Thread(int index) {
    const Node mine = static_cast<Node>(index) + 1;
    pushed_[mine] = Push(mine);
    popped_[mine] = Pop();
  }

  // Every node that was pushed has been popped once, or is still there.
  void Finish() {
    std::array<int, kNodes> seen{};
    for (const Node node : popped_) {
      ++seen[node];
    }
    for (Node node = top_.load(Order::kRelaxed); node != kNone; node = next_[node].Get()) {
      if (++seen[node] > kThreads) {
        core::Fatal("the stack has become a circle");
      }
    }
    for (Node node = 1; node < kNodes; ++node) {
      if (seen[node] != (pushed_[node] ? 1 : 0)) {
        core::Fatal("a node was lost, or popped twice");
      }
    }
  }

  std::string Describe(const void* object) const {
    if (core::ContainsAddress(top_, object)) {
      return "top";
    }
    const auto node = core::IndexOfAddress(next_.data(), next_.size(), object);
    return node ? "next of node " + std::to_string(*node) : "";
  }

 private:
  using Order = core::MemoryOrder;
  using Node = std::uint64_t;  // an index into next_

  static constexpr Node kNone = 0;
  static constexpr std::size_t kNodes = kThreads + 1;
  static constexpr int kAttempts = 4;

  bool Push(Node node) {
    Node top = top_.load(Order::kRelaxed);
    for (int i = 0; i < kAttempts; ++i) {
      next_[node].Set(top);
      // Release: whoever pops the node must see its next.
      if (Replace(top, node, Order::kRelease, Order::kRelaxed)) {
        return true;
      }
    }
    return false;
  }

  // kNone if there is nothing on the stack.
  Node Pop() {
    Node top = top_.load(Order::kAcquire);
    for (int i = 0; i < kAttempts && top != kNone; ++i) {
      if (Replace(top, next_[top].Get(), Order::kAcquire, Order::kAcquire)) {
        return top;
      }
    }
    return kNone;
  }

  bool Replace(Node& expected, Node desired, Order success, Order failure) {
    return kCompareExchange == CompareExchange::kWeak
               ? top_.compare_exchange_weak(expected, desired, success, failure)
               : top_.compare_exchange_strong(expected, desired, success, failure);
  }

  typename Sync::template Atomic<Node> top_{kNone};
  std::array<typename Sync::template Shared<Node>, kNodes> next_;
  // Each written by the thread of that node.
  std::array<bool, kNodes> pushed_{};
  std::array<Node, kNodes> popped_{};
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORKLOAD_TREIBER_STACK_H_
