// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORKLOAD_LITMUS_SHAPES_H_
#define HEDDLE_MODELS_WORKLOAD_LITMUS_SHAPES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/sync/concept.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"

namespace heddle::models {

// The orders of a shape's stores and loads.
enum class Orders : std::uint8_t { kRelaxed, kReleaseAcquire, kSequentiallyConsistent };

// Workload 3: two variables that are stored to and loaded from without a lock. What no execution
// under kOrders may show is checked at the end.
template <core::SyncPolicy Sync, Orders kOrders>
class LitmusShape {
 public:
  std::string Describe(const void* object) const {
    return core::ContainsAddress(x_, object) ? "x" : core::ContainsAddress(y_, object) ? "y" : "";
  }

 protected:
  using Variable = typename Sync::template Atomic<std::uint64_t>;
  using Order = core::MemoryOrder;

  static constexpr bool kIsOrdered = kOrders != Orders::kRelaxed;
  static constexpr bool kIsSequential = kOrders == Orders::kSequentiallyConsistent;
  static constexpr Order kStore = kIsSequential ? Order::kSequentiallyConsistent
                                  : kIsOrdered  ? Order::kRelease
                                                : Order::kRelaxed;
  static constexpr Order kLoad = kIsSequential ? Order::kSequentiallyConsistent
                                 : kIsOrdered  ? Order::kAcquire
                                               : Order::kRelaxed;

  static void Forbid(bool seen) {
    if (seen) {
      core::Fatal("an outcome that the memory orders forbid");
    }
  }

  Variable x_{0};
  Variable y_{0};
};

// x = 1; y = 1 || load y; load x
template <core::SyncPolicy Sync, Orders kOrders>
class MessagePassing : public LitmusShape<Sync, kOrders> {
 public:
  static constexpr int kThreads = 2;

  void Thread(int index) {
    if (index == 0) {
      this->x_.store(1, this->kStore);
      this->y_.store(1, this->kStore);
    } else {
      flag_ = this->y_.load(this->kLoad);
      data_ = this->x_.load(this->kLoad);
    }
  }
  void Finish() { this->Forbid(this->kIsOrdered && flag_ == 1 && data_ == 0); }

 private:
  std::uint64_t flag_ = 0;
  std::uint64_t data_ = 0;
};

// x = 1; load y || y = 1; load x
template <core::SyncPolicy Sync, Orders kOrders>
class StoreBuffering : public LitmusShape<Sync, kOrders> {
 public:
  static constexpr int kThreads = 2;

  void Thread(int index) {
    auto& mine = index == 0 ? this->x_ : this->y_;
    auto& other = index == 0 ? this->y_ : this->x_;
    mine.store(1, this->kStore);
    seen_[static_cast<std::size_t>(index)] = other.load(this->kLoad);
  }
  void Finish() { this->Forbid(this->kIsSequential && seen_[0] == 0 && seen_[1] == 0); }

 private:
  std::array<std::uint64_t, kThreads> seen_{};
};

// x = 1 || y = 1 || load x; load y || load y; load x
template <core::SyncPolicy Sync, Orders kOrders>
class IndependentReads : public LitmusShape<Sync, kOrders> {
 public:
  static constexpr int kThreads = 4;

  void Thread(int index) {
    switch (index) {
      case 0:
        this->x_.store(1, this->kStore);
        break;
      case 1:
        this->y_.store(1, this->kStore);
        break;
      case 2:
        by_reader_of_x_ = {this->x_.load(this->kLoad), this->y_.load(this->kLoad)};
        break;
      default:
        by_reader_of_y_ = {this->y_.load(this->kLoad), this->x_.load(this->kLoad)};
        break;
    }
  }
  // The readers disagree on which store came first.
  void Finish() {
    constexpr Reads kFirstOnly = {1, 0};
    this->Forbid(this->kIsSequential && by_reader_of_x_ == kFirstOnly &&
                 by_reader_of_y_ == kFirstOnly);
  }

 private:
  using Reads = std::array<std::uint64_t, 2>;

  Reads by_reader_of_x_{};
  Reads by_reader_of_y_{};
};

// x = 1; y = 2 || y = 1; x = 2
template <core::SyncPolicy Sync, Orders kOrders>
class DoubleWrites : public LitmusShape<Sync, kOrders> {
 public:
  static constexpr int kThreads = 2;

  void Thread(int index) {
    auto& first = index == 0 ? this->x_ : this->y_;
    auto& second = index == 0 ? this->y_ : this->x_;
    first.store(1, this->kStore);
    second.store(2, this->kStore);
  }
  void Finish() {
    this->Forbid(this->kIsSequential && this->x_.load(Order::kRelaxed) == 1 &&
                 this->y_.load(Order::kRelaxed) == 1);
  }

 private:
  using Order = core::MemoryOrder;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORKLOAD_LITMUS_SHAPES_H_
