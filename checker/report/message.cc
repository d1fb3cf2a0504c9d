// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace heddle::checker {
namespace {

using Wait = Counterexample::Wait;

const Wait* WaitOf(const Counterexample& example, int thread) {
  const auto found = std::ranges::find(example.waits, thread, &Wait::thread);
  return found == example.waits.end() ? nullptr : &*found;
}

// The waits that hang together, from that of `first` on: each is for what the next one's thread
// holds. The last one is for what a thread that comes before it holds, or that none holds.
std::vector<const Wait*> ChainFrom(const Counterexample& example, const Wait& first) {
  std::vector<const Wait*> chain;
  const Wait* wait = &first;
  while (wait != nullptr && std::ranges::find(chain, wait) == chain.end()) {
    chain.push_back(wait);
    wait = wait->holder ? WaitOf(example, *wait->holder) : nullptr;
  }
  return chain;
}

bool IsCycle(const std::vector<const Wait*>& chain) {
  return chain.back()->holder == chain.front()->thread;
}

std::string Deadlock(const Counterexample& example) {
  if (example.waits.empty()) {
    return {};
  }
  std::vector<const Wait*> chain = ChainFrom(example, example.waits.front());
  for (const Wait& wait : example.waits) {
    std::vector<const Wait*> other = ChainFrom(example, wait);
    if (IsCycle(other)) {
      chain = std::move(other);
      break;
    }
  }
  std::string text;
  for (const Wait* const wait : chain) {
    text += text.empty() ? fmt::format("T{} waits for ", wait->thread) : ", which waits for ";
    text += wait->object;
    text += wait->holder ? fmt::format(", held by T{}", *wait->holder) : "";
  }
  if (!chain.back()->holder) {
    return text + ", and no thread is left to wake it";
  }
  return IsCycle(chain) ? text : text + ", which has ended";
}

}  // namespace

std::string Count(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string MessageOf(const Violation& violation) {
  if (!violation.message.empty()) {
    return violation.message;
  }
  const std::string text =
      violation.verdict == Verdict::kDeadlock ? Deadlock(violation.counterexample) : std::string();
  return text.empty() ? std::string(Explain(violation.verdict)) : text;
}

}  // namespace heddle::checker
