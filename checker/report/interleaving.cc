// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/interleaving.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "checker/report/hand_over.h"
#include "checker/report/held_locks.h"
#include "checker/report/message.h"
#include "checker/report/step_text.h"
#include "checker/trace/event_text.h"

namespace heddle::checker {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kNumberWidth = 4;
constexpr std::size_t kColumnWidth = 4;
constexpr std::size_t kTextWidth = 58;

// One of the two accesses that a race is about.
bool IsOfRace(const Counterexample& example, std::size_t i) {
  const Event& event = example.steps[i].event;
  if (!example.conflict || !IsPlain(event.kind)) {
    return false;
  }
  const Event& conflict = example.conflict->event;
  return i + 1 == example.steps.size() ||
         (event.object == conflict.object && event.thread == conflict.thread &&
          event.clock == conflict.clock);
}

bool IsShown(const Counterexample& example, std::size_t i, bool plain_accesses) {
  const EventKind kind = example.steps[i].event.kind;
  return kind != EventKind::kState && (plain_accesses || !IsPlain(kind) || IsOfRace(example, i));
}

std::string WithoutTrailingSpaces(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string Header(int threads) {
  std::string header(kNumberWidth, ' ');
  for (int thread = 0; thread < threads; ++thread) {
    header += fmt::format("{:<{}}", fmt::format("T{}", thread), kColumnWidth);
  }
  return WithoutTrailingSpaces(header);
}

// The lines of one counterexample.
class Writer {
 public:
  Writer(const Counterexample& example, const InterleavingOptions& options)
      : example_(example),
        options_(options),
        numbers_(StepNumbers(example)),
        held_(HeldLocks(example)),
        hand_overs_(example),
        width_(kNumberWidth + kColumnWidth * static_cast<std::size_t>(example.threads) +
               kTextWidth) {}

  Lines Write() {
    Lines lines;
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < example_.steps.size(); ++i) {
      if (!IsShown(example_, i, options_.plain_accesses)) {
        continue;
      }
      if (last && ThreadAt(*last) != ThreadAt(i)) {
        const std::string why = hand_overs_.Why(*last, i);
        lines.push_back(fmt::format("{:-<{}}", why.empty() ? "" : "--- " + why + " ", width_));
      }
      last = i;
      lines.push_back(LineOf(i));
      if (i < options_.drawings.size() && !options_.drawings[i].empty()) {
        lines.push_back(std::string(IndentAt(i), ' ') + "    " + options_.drawings[i]);
      }
    }
    return lines;
  }

 private:
  int ThreadAt(std::size_t i) const { return example_.steps[i].event.thread; }
  std::size_t IndentAt(std::size_t i) const {
    return kNumberWidth + kColumnWidth * static_cast<std::size_t>(ThreadAt(i));
  }

  std::string LineOf(std::size_t i) const {
    const Counterexample::Step& step = example_.steps[i];
    const std::optional<std::size_t> of_step = numbers_[i];
    const std::string number = of_step                 ? std::to_string(*of_step)
                               : IsOfRace(example_, i) ? "!"
                                                       : "";
    const std::string left =
        fmt::format("{:<{}}{}{}", number, IndentAt(i), StepText(step), From(i));
    if (step.event.kind == EventKind::kNote) {
      return WithoutTrailingSpaces(left);
    }
    return WithoutTrailingSpaces(
        fmt::format("{:<{}} {}{}", left, width_, PlaceText(step.event.location),
                    held_[i].empty() ? "" : fmt::format(", holds {}", fmt::join(held_[i], ", "))));
  }

  // Which step stored what this one has seen, unless it is the thread's own last; and which stored
  // something newer that it has not seen.
  std::string From(std::size_t i) const {
    const Counterexample::Step& step = example_.steps[i];
    if (IsPlain(step.event.kind)) {
      return {};
    }
    std::string from;
    if (step.reads_from && (step.newer || ThreadAt(*step.reads_from) != ThreadAt(i))) {
      from = ", from " + NameOf(*step.reads_from);
    }
    if (step.newer) {
      from += ", older than " + NameOf(*step.newer);
    }
    return from;
  }

  std::string NameOf(std::size_t i) const {
    return fmt::format("T{}'s {}", ThreadAt(i), numbers_[i].value_or(0));
  }

  const Counterexample& example_;
  const InterleavingOptions& options_;
  std::vector<std::optional<std::size_t>> numbers_;
  std::vector<Lines> held_;
  HandOvers hand_overs_;
  std::size_t width_;
};

// What went wrong is at the end, so that is where most of the lines are kept.
void LeaveOutTheMiddle(std::size_t most, const std::string& whole_is_in, Lines& lines) {
  if (lines.size() <= most) {
    return;
  }
  const std::size_t kept = most == 0 ? 0 : most - 1;
  const std::size_t first = kept / 4;
  const std::size_t left_out = lines.size() - kept;
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(first);
  lines.erase(begin, begin + static_cast<std::ptrdiff_t>(left_out));
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first),
               fmt::format("... {} left out{}", Count(left_out, "line"),
                           whole_is_in.empty() ? "" : "; all: " + whole_is_in));
}

std::string Line(const Counterexample::Wait& wait) {
  return fmt::format("T{} waits for {}{} at {}", wait.thread, wait.object,
                     wait.holder ? fmt::format(", held by T{},", *wait.holder) : "",
                     PlaceText(wait.location));
}

std::string Line(const Counterexample::Step& access) {
  return fmt::format("  {} by T{} at {}", StepText(access), access.event.thread,
                     PlaceText(access.event.location));
}

Lines LinesAbove(const Violation& violation, const InterleavingOptions& options) {
  const Counterexample& example = violation.counterexample;
  Lines lines = {
      fmt::format("{}, {}, {}", Count(static_cast<std::uint64_t>(example.threads), "thread"),
                  Count(violation.preemptions, "preemption"), Count(StepCount(example), "step"))};
  if (!options.legend.empty() &&
      std::ranges::any_of(options.drawings, [](const auto& drawing) { return !drawing.empty(); })) {
    lines.push_back(options.legend);
  }
  lines.push_back(Header(example.threads));
  return lines;
}

std::string_view WhenText(Counterexample::Where where) {
  return where == Counterexample::Where::kSetup ? "in the set-up, "
         : where == Counterexample::Where::kEnd ? "after the threads, "
                                                : "";
}

Lines LinesBelow(const Violation& violation, const InterleavingOptions& options) {
  const Counterexample& example = violation.counterexample;
  const std::string_view on = options.color ? "\x1b[1;31m" : "";
  const std::string_view off = options.color ? "\x1b[0m" : "";
  Lines lines;
  for (const Counterexample::Wait& wait : example.waits) {
    lines.push_back(Line(wait));
  }
  lines.push_back(
      fmt::format("{}{}{}: {}", on, Name(violation.verdict), off, MessageOf(violation)));
  if (violation.location.line != 0) {
    lines.push_back(
        fmt::format("  found {}at {}", WhenText(example.where), PlaceText(violation.location)));
  }
  if (example.conflict && !example.steps.empty()) {
    lines.push_back(Line(*example.conflict));
    lines.push_back(Line(example.steps.back()));
  }
  return lines;
}

}  // namespace

std::string FormatInterleaving(const Violation& violation, const InterleavingOptions& options) {
  const Lines above = LinesAbove(violation, options);
  Lines steps = Writer(violation.counterexample, options).Write();
  const Lines below = LinesBelow(violation, options);
  if (options.max_lines != 0) {
    const std::size_t others = above.size() + below.size();
    LeaveOutTheMiddle(options.max_lines - std::min(options.max_lines, others), options.whole_is_in,
                      steps);
  }
  return fmt::format("{}\n{}{}{}\n", fmt::join(above, "\n"), fmt::join(steps, "\n"),
                     steps.empty() ? "" : "\n", fmt::join(below, "\n"));
}

}  // namespace heddle::checker
