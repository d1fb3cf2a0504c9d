// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/histogram.h"

#include <algorithm>
#include <variant>

#include "litmus/hardware/batch_runner.h"

namespace heddle::litmus {
namespace {

bool HasAssertion(const Block& block);

// Looks for assertions, by the overload for the statement.
struct AssertionFinder {
  bool operator()(const Assert& /*assertion*/) const { return true; }
  bool operator()(const If& choice) const {
    return HasAssertion(choice.then) || HasAssertion(choice.otherwise);
  }
  bool operator()(const TryLock& attempt) const {
    return HasAssertion(attempt.taken) || HasAssertion(attempt.not_taken);
  }
  bool operator()(const Retry& retry) const { return HasAssertion(retry.body); }
  template <class Other>
  bool operator()(const Other& /*other*/) const {
    return false;
  }
};

bool HasAssertion(const Block& block) {
  return std::ranges::any_of(block, [](const Statement& statement) {
    return std::visit(AssertionFinder(), statement.what);
  });
}

}  // namespace

std::string_view WhyNotOnHardware(const Program& program) {
  if (program.threads.empty()) {
    return "it has no threads";
  }
  if (program.check) {
    return "it has a check at the end";
  }
  if (std::ranges::any_of(program.threads,
                          [](const Thread& thread) { return HasAssertion(thread.body); })) {
    return "it has an assertion";
  }
  return {};
}

Histogram RunOnHardware(const Program& program, const HardwareOptions& options) {
  const auto end = std::chrono::steady_clock::now() + options.time;
  BatchRunner runner(program, options.seed);
  Histogram histogram;
  do {
    runner.Run(histogram);
  } while (!histogram.deadlocked && !options.is_stopped() &&
           std::chrono::steady_clock::now() < end);
  return histogram;
}

}  // namespace heddle::litmus
