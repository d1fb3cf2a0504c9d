// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/interleaving.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <vector>

#include "checker/report/hand_over.h"
#include "checker/report/message.h"
#include "checker/report/step_text.h"
#include "checker/trace/event_text.h"

namespace heddle::checker {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kColumnWidth = 4;
constexpr std::size_t kTextWidth = 58;

bool IsShown(const Counterexample& example, std::size_t i, bool plain_accesses) {
  if (example.steps[i].event.kind == EventKind::kState) {
    return false;
  }
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

std::string WithoutTrailingSpaces(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string Header(int threads) {
  std::string header;
  for (int thread = 0; thread < threads; ++thread) {
    header += fmt::format("{:<{}}", fmt::format("T{}", thread), kColumnWidth);
  }
  return WithoutTrailingSpaces(header);
}

Lines LinesOf(const Counterexample& example, bool plain_accesses) {
  const std::size_t width = kColumnWidth * static_cast<std::size_t>(example.threads) + kTextWidth;
  HandOvers hand_overs(example);
  Lines lines;
  std::optional<std::size_t> last;
  for (std::size_t i = 0; i < example.steps.size(); ++i) {
    if (!IsShown(example, i, plain_accesses)) {
      continue;
    }
    const Counterexample::Step& step = example.steps[i];
    if (last && example.steps[*last].event.thread != step.event.thread) {
      const std::string why = hand_overs.Why(*last, i);
      lines.push_back(fmt::format("{:-<{}}", why.empty() ? "" : "--- " + why + " ", width));
    }
    last = i;
    const std::size_t indent = kColumnWidth * static_cast<std::size_t>(step.event.thread);
    const bool is_note = step.event.kind == EventKind::kNote;
    lines.push_back(WithoutTrailingSpaces(
        fmt::format("{:{}}{:<{}} {}", "", indent, StepText(step), width - indent,
                    is_note ? "" : PlaceText(step.event.location))));
  }
  return lines;
}

// What went wrong is at the end, so that is where most of the lines are kept.
void LeaveOutTheMiddle(const InterleavingOptions& options, Lines& lines) {
  if (options.max_lines == 0 || lines.size() <= options.max_lines) {
    return;
  }
  const std::size_t first = options.max_lines / 4;
  const std::size_t left_out = lines.size() - options.max_lines;
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(first);
  lines.erase(begin, begin + static_cast<std::ptrdiff_t>(left_out));
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first),
               fmt::format("... {} left out{}", Count(left_out, "line"),
                           options.whole_is_in.empty() ? "" : "; all: " + options.whole_is_in));
}

std::string Line(const Counterexample::Wait& wait) {
  return fmt::format("T{} waits for {}{} at {}\n", wait.thread, wait.object,
                     wait.holder ? fmt::format(", held by T{},", *wait.holder) : "",
                     PlaceText(wait.location));
}

std::string Line(const Counterexample::Step& access) {
  return fmt::format("  {} by T{} at {}\n", StepText(access), access.event.thread,
                     PlaceText(access.event.location));
}

}  // namespace

std::string FormatInterleaving(const Violation& violation, const InterleavingOptions& options) {
  const Counterexample& example = violation.counterexample;
  const std::string_view on = options.color ? "\x1b[1;31m" : "";
  const std::string_view off = options.color ? "\x1b[0m" : "";
  std::string out =
      fmt::format("{}, {}, {}\n{}\n", Count(static_cast<std::uint64_t>(example.threads), "thread"),
                  Count(violation.preemptions, "preemption"), Count(violation.steps, "step"),
                  Header(example.threads));
  Lines lines = LinesOf(example, options.plain_accesses);
  LeaveOutTheMiddle(options, lines);
  for (const std::string& line : lines) {
    out += line + "\n";
  }
  for (const Counterexample::Wait& wait : example.waits) {
    out += Line(wait);
  }
  out += fmt::format("{}{}{}: {}\n", on, Name(violation.verdict), off, MessageOf(violation));
  if (violation.location.line != 0) {
    out += fmt::format("  found at {}\n", PlaceText(violation.location));
  }
  if (example.conflict && !example.steps.empty()) {
    out += Line(*example.conflict);
    out += Line(example.steps.back());
  }
  return out;
}

}  // namespace heddle::checker
