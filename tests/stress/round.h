// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_ROUND_H_
#define HEDDLE_TESTS_STRESS_ROUND_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/sync/failure.h"
#include "core/sync/perturbation.h"
#include "tests/stress/no_result.h"
#include "tests/stress/path_counts.h"
#include "tests/stress/patience.h"
#include "tests/stress/stress_options.h"

namespace heddle::stress {

// Threads that begin together and end together. One that does not come to an end has lost a
// wake-up, or waits for a lock that nobody gives back.
class Round {
 public:
  // stop() is called when the round is over, which must be enough for whoever waits to be woken.
  // Once if all goes well, and it may be called before that thread has begun to wait.
  Round(const StressOptions& options, std::uint64_t seed, std::function<void()> stop)
      : options_(options), seed_(seed), stop_(std::move(stop)) {}
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;
  ~Round() {
    if (!threads_.empty()) {  // an exception is on its way
      SetOver();
      Join();
    }
  }

  // Does step(random) again and again until the round is over.
  template <class Step>
  void Start(Step step) {
    StartOnce([this, step](core::PerturbationRandom& random) {
      while (!IsOver()) {
        step(random);
      }
    });
  }

  // Does work(random), which comes to its end when the round is over.
  template <class Work>
  void StartOnce(Work work) {
    const std::uint64_t seed = seed_ + 0x100 * (threads_.size() + 1);
    PathCounts& paths = paths_.emplace_back();
    running_.fetch_add(1);
    try {
      threads_.emplace_back([this, work, seed, &paths] {
        try {
          const core::ThreadPerturbation perturbation(options_.perturbation, seed);
          const ThreadPaths counting(paths);
          core::PerturbationRandom random(seed + 1);
          work(random);
        } catch (...) {
          NoteTrouble(std::current_exception());
        }
        running_.fetch_sub(1);
      });
    } catch (const std::system_error& error) {
      throw NoResult(std::string("the system refuses another thread: ") + error.what());
    }
  }

  // Lets them run for so long, or until somebody is in trouble or the run is to end early.
  void Wait(std::chrono::milliseconds time) const {
    constexpr std::chrono::nanoseconds kMost = std::chrono::milliseconds(50);
    const auto end = std::chrono::steady_clock::now() + time;
    while (!IsOver() && !(options_.is_stopped && options_.is_stopped())) {
      const std::chrono::nanoseconds left = end - std::chrono::steady_clock::now();
      if (left.count() <= 0) {
        return;
      }
      std::this_thread::sleep_for(std::min(left, kMost));
    }
  }

  // Ends it, adds what the threads have counted, and throws what a thread has thrown.
  void Finish(PathCounts& paths) {
    SetOver();
    if (!Await([this] { return running_.load() == 0; }, PatienceOf(options_))) {
      core::Fail(core::FailureKind::kLostWork, core::FailureText()
                                                   << running_.load() << " of " << threads_.size()
                                                   << " threads do not "
                                                   << "end");
    }
    Join();
    for (const PathCounts& counts : paths_) {
      paths.Add(counts);
    }
    if (trouble_) {
      std::rethrow_exception(trouble_);
    }
  }

  // Set before stop() is called: who finds that it is not has been woken by somebody else.
  bool IsOver() const { return is_over_.load(std::memory_order_relaxed); }

 private:
  void SetOver() {
    is_over_.store(true, std::memory_order_relaxed);
    stop_();
  }

  void Join() {
    for (std::thread& thread : threads_) {
      thread.join();
    }
    threads_.clear();
  }

  void NoteTrouble(const std::exception_ptr& trouble) {
    const std::lock_guard lock(trouble_mutex_);
    if (!trouble_) {
      trouble_ = trouble;
    }
    is_over_.store(true, std::memory_order_relaxed);
  }

  const StressOptions& options_;
  std::uint64_t seed_;
  std::function<void()> stop_;
  std::atomic<bool> is_over_{false};
  std::atomic<std::size_t> running_{0};
  std::deque<PathCounts> paths_;  // of each thread
  std::vector<std::thread> threads_;
  std::mutex trouble_mutex_;
  std::exception_ptr trouble_;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_ROUND_H_
