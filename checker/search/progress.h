// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_PROGRESS_H_
#define HEDDLE_CHECKER_SEARCH_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>

namespace heddle::checker {

// How far a search has come.
struct SearchProgress {
  std::uint64_t executions = 0;  // given-up ones too
  std::size_t depth = 0;         // decisions of the current execution; 0: not known
  std::uint64_t parts_done = 0;
  std::uint64_t parts = 0;  // known of so far; 0: the search is not divided
  double share = 0;         // TreeSearch::Searched(), PartQueue::Searched(); 0: not known
  // Until a limit ends it.
  std::uint64_t executions_left = std::numeric_limits<std::uint64_t>::max();
  double seconds_left = std::numeric_limits<double>::infinity();
};

// The same of several searches, of which so many are done.
struct CountProgress {
  std::size_t done = 0;
  std::size_t total = 0;
  std::string what;  // "cells"
};

// One line, of what has come about in so many seconds, that a terminal of so many columns has room
// for: the name is shortened, then the words, then the bar, which is left out before the end is cut
// off. With 0 columns, for a log, it has no bar and is whole. What is left is said as a range:
// after the first tenth of a search the odds of the share that is searched are taken to be within
// three times of those of what TreeSearch::Searched says, as tests hold them to; in the first
// tenth, which has been seen to be said to be a fifth, within ten times. Of a search in parts,
// whose shallow parts come first and are often less than they look, they may be ten times less. Of
// nine models six were within about that; where threads hardly touch each other what is left was
// said to be a tenth when it was nine, so it is a hint and no bound.
std::string ProgressText(const std::string& name, const SearchProgress& now, double seconds,
                         std::size_t columns);
std::string ProgressText(const std::string& name, const CountProgress& now, double seconds,
                         std::size_t columns);

// Says how far a search has come while it goes on: on a terminal in a line that is written over, in
// a log in a new line now and then.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  struct Form {
    bool shown = false;
    std::size_t columns = 0;  // of the terminal; 0: it is a log
    // What is over by then needs no line.
    Clock::duration before_first = {};
    Clock::duration between = {};
  };
  static Form Hidden() { return {}; }
  static Form OnTerminal(std::size_t columns) {
    return {true, columns, std::chrono::seconds(1), std::chrono::milliseconds(250)};
  }
  static Form InLog() { return {true, 0, std::chrono::seconds(10), std::chrono::seconds(10)}; }

  Progress(std::FILE* file, const Form& form) : file_(file), form_(form) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { Clear(); }

  // A search begins, with this name.
  void Begin(std::string name);
  // Most calls do nothing: they may be frequent.
  void Show(const SearchProgress& now);
  void Show(const CountProgress& now);
  // Takes the line away, so that other output can be printed.
  void Clear();

 private:
  void ShowIfDue(const std::function<std::string(double seconds)>& text);

  std::FILE* file_;
  Form form_;
  bool is_there_ = false;
  std::string name_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point next_ = began_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_PROGRESS_H_
