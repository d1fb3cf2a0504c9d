// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/step_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "checker/trace/event_text.h"

namespace heddle::checker {

std::string StepText(const Counterexample::Step& step) {
  const Event& event = step.event;
  const std::string_view order = core::Name(event.order);
  switch (event.kind) {
    case EventKind::kLock:
    case EventKind::kTryLockFailed:
    case EventKind::kUnlock:
    case EventKind::kWake:
    case EventKind::kRead:
    case EventKind::kWrite:
      return fmt::format("{} {}", Name(event.kind), step.object);
    case EventKind::kLoad:
      return fmt::format("load {} = {} ({})", step.object, ValueText(event), order);
    case EventKind::kStore:
      return fmt::format("store {} := {} ({})", step.object, ValueText(event), order);
    case EventKind::kReadModifyWrite:
      return fmt::format("update {} from {} to {} ({})", step.object, ValueText(event),
                         WrittenText(event), order);
    case EventKind::kCompareExchange:
      return event.succeeded
                 ? fmt::format("compare-exchange {} from {} to {} ({})", step.object,
                               ValueText(event), WrittenText(event), order)
                 : fmt::format("compare-exchange {} fails{}, is {} ({})", step.object,
                               event.is_spurious ? " spuriously" : "", ValueText(event), order);
    case EventKind::kFence:
      return fmt::format("fence ({})", order);
    case EventKind::kPark:
      return "woken from " + step.object;
    case EventKind::kNote:
      return fmt::format("  -- {}", event.note.data());
    case EventKind::kState:
      break;
  }
  return {};
}

namespace {
bool IsNumbered(const Counterexample::Step& step) {
  return !IsSaid(step.event.kind) && !IsPlain(step.event.kind);
}
}  // namespace

std::uint64_t StepCount(const Counterexample& example) {
  return static_cast<std::uint64_t>(std::ranges::count_if(example.steps, IsNumbered));
}

std::vector<std::optional<std::size_t>> StepNumbers(const Counterexample& example) {
  std::vector<std::optional<std::size_t>> numbers;
  numbers.reserve(example.steps.size());
  std::size_t last = 0;
  for (const Counterexample::Step& step : example.steps) {
    numbers.push_back(IsNumbered(step) ? std::optional(++last) : std::nullopt);
  }
  return numbers;
}

}  // namespace heddle::checker
