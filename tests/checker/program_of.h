// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_CHECKER_PROGRAM_OF_H_
#define HEDDLE_TESTS_CHECKER_PROGRAM_OF_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "checker/program.h"

namespace heddle::checker {

// A program out of a struct that the threads share and a function that each of them runs.
template <class State>
class ProgramOf : public Program {
 public:
  using Body = std::function<void(State&, int)>;
  using Last = std::function<void(State&)>;

  ProgramOf(int threads, Body body, Last last = {})
      : threads_(threads), body_(std::move(body)), last_(std::move(last)) {}

  int ThreadCount() const override { return threads_; }
  void Setup() override { new (storage_) State(); }
  void Thread(int index) override { body_(state(), index); }
  void Finish() override {
    if (last_) {
      last_(state());
    }
    std::destroy_at(&state());
  }
  void Abandon() override {}
  std::string Describe(const void* /*object*/) const override { return {}; }

 private:
  State& state() { return *std::launder(reinterpret_cast<State*>(storage_)); }

  int threads_;
  Body body_;
  Last last_;
  alignas(State) std::byte storage_[sizeof(State)];
};

}  // namespace heddle::checker

#endif  // HEDDLE_TESTS_CHECKER_PROGRAM_OF_H_
