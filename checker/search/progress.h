// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_PROGRESS_H_
#define HEDDLE_CHECKER_SEARCH_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

namespace heddle::checker {

// A line on a terminal that says how far a search has come, written over a few times a second. It
// does not say how long it will take: no estimate of that is worth showing.
class Progress {
 public:
  struct Now {
    std::uint64_t executions = 0;  // given-up ones too
    std::size_t depth = 0;         // decisions of the current execution; 0: not known
    std::uint64_t parts_done = 0;
    std::uint64_t parts = 0;  // known of so far; 0: the search is not divided
  };

  // Shows nothing if `show` is false, whatever is called.
  Progress(std::FILE* terminal, bool show) : terminal_(terminal), show_(show) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { Clear(); }

  // A search begins, with this name.
  void Begin(std::string name);
  // Most calls do nothing: they may be frequent.
  void Show(const Now& now);
  // Takes the line away, so that other output can be printed.
  void Clear();

  // The line, for so many seconds since the search began.
  static std::string Text(const std::string& name, const Now& now, double seconds);

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* terminal_;
  bool show_;
  bool is_there_ = false;
  std::string name_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point next_ = began_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_PROGRESS_H_
