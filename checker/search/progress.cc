// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace heddle::checker {
namespace {

constexpr char kEraseLine[] = "\r\x1b[K";
constexpr std::size_t kBar = 20;    // columns
constexpr double kUncertainty = 3;  // see ProgressText
constexpr double kRounding = 1e-9;
constexpr double kMinute = 60;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;
constexpr double kYear = 365 * kDay;

// One digit of it, which is more than is known: "40 s", "2 min".
std::string Roughly(double seconds, bool round_up) {
  if (!(seconds < kYear)) {
    return "a year";
  }
  const auto [unit, name] = seconds < kMinute    ? std::pair(1.0, "s")
                            : seconds < kHour    ? std::pair(kMinute, "min")
                            : seconds < 2 * kDay ? std::pair(kHour, "h")
                                                 : std::pair(kDay, "days");
  const double count = seconds / unit;
  const double digit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(count, 1.0)))));
  const double rounded =
      round_up ? std::ceil(count / digit) : std::floor(count / digit + kRounding);
  return fmt::format("{:.0f} {}", rounded * digit, name);
}

// A share that is known to be at least `low` and at most `high`.
std::string Bar(double low, double high) {
  const auto columns = [](double share) {
    return static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kBar);
  };
  return fmt::format(
      "[{:.<{}}] ", std::string(columns(low), '#') + std::string(columns(high) - columns(low), '-'),
      kBar);
}

std::string TimeLeft(double at_least, double at_most) {
  if (std::isinf(at_most)) {
    return "";
  }
  const std::string most = Roughly(at_most, true);
  if (at_least < 1) {
    return fmt::format(", up to {} left", most);
  }
  const std::string least = Roughly(at_least, false);
  return least == most ? fmt::format(", about {} left", most)
                       : fmt::format(", {} to {} left", least, most);
}

// In percent, to one digit.
std::string Percent(double share) {
  return share < 0.01 ? "less than 1%"
                      : fmt::format("about {:.0f}%", share < 0.1 ? std::round(share * 100)
                                                                 : std::round(share * 10) * 10);
}

// A terminal may wrap after its last column.
std::string Line(const std::string& name, const std::string& bar, const std::string& text,
                 std::size_t columns) {
  const bool fits = name.size() + 2 + bar.size() + text.size() < columns;
  std::string line = name + ": " + (fits ? bar : "") + text;
  if (columns > 0) {
    line.resize(std::min(line.size(), columns - 1));
  }
  return line;
}

}  // namespace

std::string ProgressText(const std::string& name, const SearchProgress& now, double seconds,
                         std::size_t columns) {
  const double rate = seconds > 0 ? static_cast<double>(now.executions) / seconds : 0;
  const double low = now.share / kUncertainty;
  const double high = std::min(1.0, now.share * kUncertainty);
  double at_least = 0;
  double at_most = std::numeric_limits<double>::infinity();
  if (now.share > 0) {
    at_least = seconds / high - seconds;
    at_most = seconds / low - seconds;
  }
  if (rate > 0 && now.executions_left != std::numeric_limits<std::uint64_t>::max()) {
    at_most = std::min(at_most, static_cast<double>(now.executions_left) / rate);
  }
  at_most = std::min(at_most, now.seconds_left);
  at_least = std::min(at_least, at_most);

  std::string text = fmt::format("{} executions, {:.0f} a second", now.executions, rate);
  if (now.depth != 0 && now.share == 0) {
    text += fmt::format(", {} deep", now.depth);
  }
  if (now.parts != 0) {
    text += fmt::format(", {} of {} parts known so far", now.parts_done, now.parts);
  }
  text += now.share > 0 ? ", " + Percent(now.share) : "";
  text += TimeLeft(at_least, at_most);
  return Line(name, now.share > 0 ? Bar(low, high) : "", text, columns);
}

std::string ProgressText(const std::string& name, const CountProgress& now, double /*seconds*/,
                         std::size_t columns) {
  const double share =
      now.total == 0 ? 0 : static_cast<double>(now.done) / static_cast<double>(now.total);
  return Line(name, Bar(share, share), fmt::format("{} of {} {}", now.done, now.total, now.what),
              columns);
}

void Progress::Begin(std::string name) {
  name_ = std::move(name);
  began_ = Clock::now();
  next_ = began_ + form_.before_first;
}

void Progress::ShowIfDue(const std::function<std::string(double seconds)>& text) {
  const Clock::time_point time = Clock::now();
  if (!form_.shown || time < next_) {
    return;
  }
  next_ = time + form_.between;
  const std::string line = text(std::chrono::duration<double>(time - began_).count());
  is_there_ = form_.columns > 0;
  std::fputs((is_there_ ? kEraseLine + line : line + "\n").c_str(), file_);
  std::fflush(file_);
}

void Progress::Show(const SearchProgress& now) {
  ShowIfDue([&](double seconds) { return ProgressText(name_, now, seconds, form_.columns); });
}

void Progress::Show(const CountProgress& now) {
  ShowIfDue([&](double seconds) { return ProgressText(name_, now, seconds, form_.columns); });
}

void Progress::Clear() {
  if (is_there_) {
    std::fputs(kEraseLine, file_);
    std::fflush(file_);
    is_there_ = false;
  }
}

}  // namespace heddle::checker
