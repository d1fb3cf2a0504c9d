// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/interleaving.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace heddle::checker {
namespace {

constexpr std::size_t kColumnWidth = 4;
constexpr std::size_t kTextWidth = 58;

// The bare name out of what a compiler says of a function, which for a template is a paragraph.
std::string_view FunctionName(std::string_view signature) {
  signature = signature.substr(0, signature.find('('));
  const std::size_t before = signature.find_last_of(": *&");
  return before == std::string_view::npos ? signature : signature.substr(before + 1);
}

std::string Text(const Place& place) {
  return fmt::format("{}:{} {}", place.file, place.line, FunctionName(place.function));
}

std::string Value(const Event& event) {
  if (event.value_is_address) {
    return event.value == 0 ? "null" : "set";
  }
  return event.value < 10 ? fmt::format("{}", event.value) : fmt::format("{:#x}", event.value);
}

std::string Text(const Counterexample::Step& step) {
  const Event& event = step.event;
  const std::string_view order = core::Name(event.order);
  switch (event.kind) {
    case EventKind::kLock:
      return "lock " + step.object;
    case EventKind::kUnlock:
      return "unlock " + step.object;
    case EventKind::kLoad:
      return fmt::format("load {} = {} ({})", step.object, Value(event), order);
    case EventKind::kStore:
      return fmt::format("store {} := {} ({})", step.object, Value(event), order);
    case EventKind::kReadModifyWrite:
      return fmt::format("update {}, was {} ({})", step.object, Value(event), order);
    case EventKind::kCompareExchange:
      return fmt::format("compare-exchange {} {}, {} ({})", step.object,
                         event.succeeded ? "succeeds" : "fails", Value(event), order);
    case EventKind::kFence:
      return fmt::format("fence ({})", order);
    case EventKind::kPark:
      return "woken from " + step.object;
    case EventKind::kWake:
      return "wake " + step.object;
    case EventKind::kRead:
      return "read " + step.object;
    case EventKind::kWrite:
      return "write " + step.object;
    case EventKind::kNote:
      return fmt::format("  -- {}", event.note.data());
  }
  return {};
}

bool IsShown(const Counterexample& example, std::size_t i, bool plain_accesses) {
  if (!IsPlain(example.steps[i].event.kind) || plain_accesses) {
    return true;
  }
  // A race is about plain accesses: its two must be seen.
  if (!example.conflict) {
    return false;
  }
  const Event& event = example.steps[i].event;
  const Event& conflict = example.conflict->event;
  return i + 1 == example.steps.size() ||
         (event.object == conflict.object && event.thread == conflict.thread &&
          event.clock == conflict.clock);
}

void AppendSteps(const Counterexample& example, const InterleavingOptions& options,
                 std::string& out) {
  std::string header;
  for (int thread = 0; thread < example.threads; ++thread) {
    header += fmt::format("{:<{}}", fmt::format("T{}", thread), kColumnWidth);
  }
  out += header.substr(0, header.find_last_not_of(' ') + 1) + "\n";
  int running = -1;
  for (std::size_t i = 0; i < example.steps.size(); ++i) {
    if (!IsShown(example, i, options.plain_accesses)) {
      continue;
    }
    const Counterexample::Step& step = example.steps[i];
    if (running != -1 && running != step.event.thread) {
      out +=
          std::string(kColumnWidth * static_cast<std::size_t>(example.threads) + kTextWidth, '-');
      out += "\n";
    }
    running = step.event.thread;
    const std::size_t indent = kColumnWidth * static_cast<std::size_t>(step.event.thread);
    const std::size_t rest =
        kColumnWidth * static_cast<std::size_t>(example.threads) - indent + kTextWidth;
    const bool is_note = step.event.kind == EventKind::kNote;
    out += fmt::format("{:{}}{:<{}} {}\n", "", indent, Text(step), rest,
                       is_note ? "" : Text(step.event.location));
    while (out.size() > 1 && out[out.size() - 2] == ' ') {
      out.erase(out.size() - 2, 1);
    }
  }
}

}  // namespace

std::string FormatInterleaving(const CheckResult& result, const InterleavingOptions& options) {
  if (!result.counterexample) {
    return {};
  }
  const Counterexample& example = *result.counterexample;
  const std::string_view on = options.color ? "\x1b[1;31m" : "";
  const std::string_view off = options.color ? "\x1b[0m" : "";
  std::string out;
  AppendSteps(example, options, out);
  for (const Counterexample::Wait& wait : example.waits) {
    out += fmt::format("T{} waits for {}{} at {}\n", wait.thread, wait.object,
                       wait.holder ? fmt::format(", held by T{},", *wait.holder) : "",
                       Text(wait.location));
  }
  out +=
      fmt::format("{}{}{}: {}\n", on, Name(result.verdict), off,
                  result.message.empty() ? std::string(Explain(result.verdict)) : result.message);
  if (result.location.line != 0) {
    out += fmt::format("  found at {}\n", Text(result.location));
  }
  if (example.conflict) {
    out += fmt::format("  {} by T{} at {}\n", Text(*example.conflict),
                       example.conflict->event.thread, Text(example.conflict->event.location));
    out +=
        fmt::format("  {} by T{} at {}\n", Text(example.steps.back()),
                    example.steps.back().event.thread, Text(example.steps.back().event.location));
  }
  return out;
}

}  // namespace heddle::checker
