// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/summary.h"

#include <fmt/format.h>

#include "checker/report/message.h"
#include "checker/search/limits.h"

namespace heddle::checker {

std::string Extent(const CheckResult& result) {
  if (result.strategy.IsSampling()) {
    return "random sample";
  }
  if (!result.lost.empty()) {
    return "incomplete: a worker crashed";
  }
  if (!result.exhausted) {
    return stop_requested != 0 ? "interrupted" : "stopped at a limit";
  }
  return result.strategy.HasBound() ? "bounded: " + Count(result.strategy.number, "preemption")
                                    : "exhausted";
}

std::string HowFar(const CheckResult& result) {
  return result.violations.empty()
             ? Extent(result)
             : "with " + Count(result.violations.front().preemptions, "preemption");
}

std::string HowMuch(const CheckResult& result) {
  return fmt::format("{}, {} blocked{}, {:.2f} s", Count(result.executions, "execution"),
                     result.blocked, result.traces ? ", " + Count(*result.traces, "trace") : "",
                     result.seconds);
}

std::string Summary(const CheckResult& result) {
  return fmt::format("{}, {}, {}", Name(result.verdict()), HowFar(result), HowMuch(result));
}

std::string Text(const CheckResult& result, const InterleavingOptions& options) {
  std::string text;
  for (const Violation& violation : result.violations) {
    text += FormatInterleaving(violation, options) + "\n";
  }
  return text + Summary(result) + "\n";
}

}  // namespace heddle::checker
