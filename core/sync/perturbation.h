// SPDX-License-Identifier: BSD-3-Clause
//
// Where and how long threads wait under PerturbedSync, so that real threads meet where they
// otherwise hardly would. A synchronization point is an operation on a lock, an atomic, a published
// cell or an event.

#ifndef HEDDLE_CORE_SYNC_PERTURBATION_H_
#define HEDDLE_CORE_SYNC_PERTURBATION_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <thread>
#include <vector>

#include "core/sync/source_place.h"

namespace heddle::core {

struct PerturbationPlan {
  // Something happens at one synchronization point in so many; 0: at none.
  unsigned one_in = 0;
  // The longest sleep.
  std::chrono::microseconds longest{200};
  // If there are any: nothing happens elsewhere, and here one time in two the thread sleeps.
  std::vector<SourcePlace> places{};
  // Told of each wait at one of them, by its index; null: nobody is.
  PlaceWaits* waits = nullptr;
};

// Xorshift: a few instructions, so that a point at which nothing happens costs next to nothing.
class PerturbationRandom {
 public:
  explicit PerturbationRandom(std::uint64_t seed) : state_(seed * kSpread | 1) {}

  std::uint64_t operator()() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ * kSpread >> 16;
  }

 private:
  static constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;

  std::uint64_t state_;  // never 0, which would stay 0
};

// What one thread does at its synchronization points, from a seed of its own. The thread that makes
// it has it until it goes; a thread without one is left alone. The plan outlives it.
//
// A yield and a sleep let others overtake. The change of a priority does so for longer: what is
// slow yields at every point, until the next change.
class ThreadPerturbation {
 public:
  ThreadPerturbation(const PerturbationPlan& plan, std::uint64_t seed)
      : plan_(plan), random_(seed), outer_(current) {
    current = this;
  }
  ThreadPerturbation(const ThreadPerturbation&) = delete;
  ThreadPerturbation& operator=(const ThreadPerturbation&) = delete;
  ~ThreadPerturbation() { current = outer_; }

  // How often it has let others overtake.
  std::uint64_t waits() const { return waits_; }

  // This thread is about to make, or has just made, the operation at `where`.
  static void AtPoint(const std::source_location& where) {
    if (current != nullptr) {
      current->Perturb(where);
    }
  }

 private:
  void Perturb(const std::source_location& where) {
    if (!plan_.places.empty()) {
      if (IsAimedAt(where) && random_() % 2 == 0) {
        Sleep();
        Tell(where);
      }
      return;
    }
    if (plan_.one_in == 0) {
      return;
    }
    if (is_slow_) {
      Yield();
    }
    if (random_() % plan_.one_in == 0) {
      Act();
    }
  }

  void Act() {
    switch (random_() % 4) {
      case 0:
        is_slow_ = !is_slow_;
        break;
      case 1:
        Sleep();
        break;
      default:
        Yield();
    }
  }

  void Yield() {
    std::this_thread::yield();
    ++waits_;
  }

  void Sleep() {
    const auto longest = static_cast<std::uint64_t>(plan_.longest.count());
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % (longest + 1)));
    ++waits_;
  }

  bool IsAimedAt(const std::source_location& where) const {
    for (const SourcePlace& place : plan_.places) {
      if (place.Is(where)) {
        return true;
      }
    }
    return false;
  }

  void Tell(const std::source_location& where) const {
    for (std::size_t i = 0; plan_.waits != nullptr && i < plan_.places.size(); ++i) {
      if (plan_.places[i].Is(where)) {
        plan_.waits->Count(i);
      }
    }
  }

  static inline thread_local ThreadPerturbation* current = nullptr;

  const PerturbationPlan& plan_;
  PerturbationRandom random_;
  ThreadPerturbation* outer_;
  bool is_slow_ = false;
  std::uint64_t waits_ = 0;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_PERTURBATION_H_
