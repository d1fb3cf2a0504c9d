// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/counterexample_page.h"

#include <fmt/format.h>

#include <utility>

#include "heddle/html/trace_page.h"

namespace heddle::program {

CounterexamplePage::CounterexamplePage(std::string path) : path_(std::move(path)) {
  if (!path_.empty()) {
    file_.emplace(path_);
  }
}

void CounterexamplePage::Offer(const checker::TraceFile& trace, const std::string& again) {
  const auto has_steps = [](const checker::TraceFile& each) {
    return !each.violation.counterexample.steps.empty();
  };
  if (file_ && (!shown_ || (!has_steps(shown_->trace) && has_steps(trace)))) {
    shown_ = {.trace = trace, .again = again};
  }
}

void CounterexamplePage::Write() const {
  if (!file_) {
    return;
  }
  if (!shown_) {
    fmt::print("page: there is no violation to show, '{}' is not written\n", path_);
    return;
  }
  file_->Commit(TracePage(shown_->trace, shown_->again));
  fmt::print("page: {}\n", path_);
}

}  // namespace heddle::program
