// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::checker {
namespace {

constexpr char kEraseLine[] = "\r\x1b[K";
constexpr std::size_t kBar = 20;  // columns
constexpr std::size_t kShortBar = 10;
// See ProgressText. What is said to be so much may be the first tenth yet.
constexpr double kMayBeTheFirstTenth = 0.3;
constexpr double kUncertaintyThen = 10;
constexpr double kUncertainty = 3;
constexpr double kOverestimateOfParts = 10;
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
std::string Bar(double low, double high, std::size_t bar) {
  const auto columns = [bar](double share) {
    return static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(bar));
  };
  return fmt::format(
      "[{:.<{}}] ", std::string(columns(low), '#') + std::string(columns(high) - columns(low), '-'),
      bar);
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

// A share of which the odds are so many times as large.
double WithOdds(double share, double times) {
  return share * times / (share * times + (1 - share));
}

// At most so long: the end of it goes first.
std::string Shortened(const std::string& name, std::size_t length) {
  constexpr std::string_view kCut = "..";
  if (name.size() <= length) {
    return name;
  }
  return length <= kCut.size() ? std::string()
                               : name.substr(0, length - kCut.size()) + std::string(kCut);
}

// The first of `texts` for which there is room beside a short name, or what there is room for of
// the last one. Whoever waits knows the name, so it is shortened first. A terminal may wrap after
// its last column.
std::string Line(const std::string& name, const std::vector<std::string>& texts,
                 std::size_t columns) {
  constexpr std::size_t kShortestName = 6;
  const auto room = [&](const std::string& text) {
    return columns - std::min(columns, text.size() + 3);
  };
  const std::size_t least = std::min(name.size(), kShortestName);
  const auto found =
      std::ranges::find_if(texts, [&](const std::string& text) { return room(text) >= least; });
  const std::string& text = found == texts.end() ? texts.back() : *found;
  std::string line = Shortened(name, std::max(room(text), least)) + ": " + text;
  line.resize(std::min(line.size(), columns - 1));
  return line;
}

// The same with a bar. `texts` say it in fewer and fewer words.
std::string LineWithBar(const std::string& name, double low, double high,
                        const std::vector<std::string>& texts, std::size_t columns) {
  std::vector<std::string> all = {Bar(low, high, kBar) + texts.front()};
  for (const std::string& text : texts) {
    all.push_back(Bar(low, high, kShortBar) + text);
  }
  all.push_back(texts.back());
  return Line(name, all, columns);
}

}  // namespace

std::string ProgressText(const std::string& name, const SearchProgress& now, double seconds,
                         std::size_t columns) {
  const double rate = seconds > 0 ? static_cast<double>(now.executions) / seconds : 0;
  const double times = now.share < kMayBeTheFirstTenth ? kUncertaintyThen : kUncertainty;
  const double low =
      WithOdds(now.share, 1 / (now.parts == 0 ? times : std::max(times, kOverestimateOfParts)));
  const double high = WithOdds(now.share, times);
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

  std::string where;
  if (now.depth != 0 && now.share == 0) {
    where = fmt::format(", {} deep", now.depth);
  }
  if (now.parts != 0) {
    where += fmt::format(", {} of {} parts known so far", now.parts_done, now.parts);
  }
  const std::string left =
      (now.share > 0 ? ", " + Percent(now.share) : "") + TimeLeft(at_least, at_most);
  const std::string whole =
      fmt::format("{} executions, {:.0f} a second{}{}", now.executions, rate, where, left);
  if (columns == 0) {
    return name + ": " + whole;
  }
  if (now.share == 0) {
    return Line(name, {whole}, columns);
  }
  return LineWithBar(name, low, high,
                     {whole, fmt::format("{} executions, {:.0f}/s{}", now.executions, rate, left),
                      fmt::format("{} executions{}", now.executions, left)},
                     columns);
}

std::string ProgressText(const std::string& name, const CountProgress& now, double /*seconds*/,
                         std::size_t columns) {
  const double share =
      now.total == 0 ? 0 : static_cast<double>(now.done) / static_cast<double>(now.total);
  const std::string text = fmt::format("{} of {} {}", now.done, now.total, now.what);
  return columns == 0 ? name + ": " + text : LineWithBar(name, share, share, {text}, columns);
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
