// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/progress.h"

#include <fmt/format.h>

#include <utility>

namespace heddle::checker {
namespace {

constexpr auto kBetweenLines = std::chrono::milliseconds(250);
// A search that is over by then needs no line.
constexpr auto kBeforeFirst = std::chrono::milliseconds(500);
constexpr char kEraseLine[] = "\r\x1b[K";

}  // namespace

std::string Progress::Text(const std::string& name, const Now& now, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(now.executions) / seconds : 0;
  std::string text = fmt::format("{}: {} executions, {:.0f} a second", name, now.executions, rate);
  if (now.depth != 0) {
    text += fmt::format(", {} deep", now.depth);
  }
  if (now.parts != 0) {
    text += fmt::format(", {} of {} parts known so far", now.parts_done, now.parts);
  }
  return text;
}

void Progress::Begin(std::string name) {
  name_ = std::move(name);
  began_ = Clock::now();
  next_ = began_ + kBeforeFirst;
}

void Progress::Show(const Now& now) {
  const Clock::time_point time = Clock::now();
  if (!show_ || time < next_) {
    return;
  }
  next_ = time + kBetweenLines;
  is_there_ = true;
  const double seconds = std::chrono::duration<double>(time - began_).count();
  std::fputs((kEraseLine + Text(name_, now, seconds)).c_str(), terminal_);
  std::fflush(terminal_);
}

void Progress::Clear() {
  if (is_there_) {
    std::fputs(kEraseLine, terminal_);
    std::fflush(terminal_);
    is_there_ = false;
  }
}

}  // namespace heddle::checker
