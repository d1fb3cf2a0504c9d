// SPDX-License-Identifier: BSD-3-Clause

#include "models/oracles/linearizability.h"

#include <algorithm>
#include <string_view>

#include "checker/relacy/primitives.h"

namespace heddle::models {
namespace {

void Append(core::FailureText& text, const HeapOperation& operation, std::uint64_t base,
            std::uint64_t page_bytes) {
  using Kind = HeapAction::Kind;
  const HeapAction& action = operation.action;
  const auto verb = [&]() -> std::string_view {
    switch (action.kind) {
      case Kind::kAllocate:
        return " allocates ";
      case Kind::kFailedAllocation:
        return " finds no run of ";
      case Kind::kTake:
        return " takes ";
      case Kind::kFree:
        return " frees ";
      case Kind::kGrow:
        return " grows by ";
    }
    return "";
  }();
  text << "T" << operation.response.thread() << verb << action.pages.count;
  if (action.kind != Kind::kFailedAllocation) {
    text << " at " << core::Hex{base + action.pages.first * page_bytes};
  }
}

}  // namespace

bool LinearizabilitySearch::HasOrder(const FirstFit& initial,
                                     std::span<const HeapOperation> operations) {
  operations_ = operations;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    before_[i] = 0;
    for (std::size_t j = 0; j < operations.size(); ++j) {
      if (i != j && operations[j].response.HappensBefore(operations[i].invocation)) {
        before_[i] |= Set{1} << j;
      }
    }
  }
  const std::size_t sets = std::size_t{1} << operations.size();
  std::fill_n(visited_.begin(), (sets + 63) / 64, 0);
  return Complete(0, initial);
}

bool LinearizabilitySearch::Complete(Set done, const FirstFit& heap) {
  if (done == (Set{1} << operations_.size()) - 1) {
    return true;
  }
  if (WasVisited(done)) {
    return false;
  }
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    const Set self = Set{1} << i;
    if ((done & self) == 0 && (before_[i] & ~done) == 0) {
      FirstFit after = heap;
      if (after.Do(operations_[i].action) && Complete(done | self, after)) {
        return true;
      }
    }
  }
  return false;
}

bool LinearizabilitySearch::WasVisited(Set done) {
  std::uint64_t& word = visited_[done / 64];
  const std::uint64_t bit = std::uint64_t{1} << (done % 64);
  const bool was = (word & bit) != 0;
  word |= bit;
  return was;
}

void OperationHistory::Begin(const FirstFit& heap) {
  is_on_ = true;
  initial_ = heap;
}

void OperationHistory::Invoke() {
  if (is_on_) {
    const checker::Moment now = checker::Now();
    ThreadLog& log = threads_[static_cast<std::size_t>(now.thread())];
    log.invoked = now;
    log.acted = now;
  }
}

void OperationHistory::Act(const HeapAction& action) { Add(action, &ThreadLog::acted); }
void OperationHistory::Respond(const HeapAction& action) { Add(action, &ThreadLog::invoked); }

void OperationHistory::Add(const HeapAction& action, checker::Moment ThreadLog::* since) {
  if (!is_on_) {
    return;
  }
  const checker::Moment now = checker::Now();
  ThreadLog& log = threads_[static_cast<std::size_t>(now.thread())];
  if (log.count == log.operations.size()) {
    core::Fatal("the history of operations has no room for another one");
  }
  log.operations[log.count++] = {action, log.*since, now};
  log.acted = now;
}

void OperationHistory::Check(std::uint64_t base, std::uint64_t page_bytes) {
  std::array<HeapOperation, LinearizabilitySearch::kMostOperations> all;
  std::size_t count = 0;
  for (const ThreadLog& log : threads_) {
    if (log.count > all.size() - count) {
      core::Fatal("the history has more operations than can be put in order");
    }
    std::copy_n(log.operations.begin(), log.count, all.begin() + count);
    count += log.count;
  }
  if (search_.HasOrder(initial_, {all.data(), count})) {
    return;
  }
  core::FailureText text;
  text << "no order explains these:";
  for (std::size_t i = 0; i < count; ++i) {
    text << (i == 0 ? " " : "; ");
    Append(text, all[i], base, page_bytes);
  }
  core::Fail(core::FailureKind::kLinearizability, text);
}

}  // namespace heddle::models
