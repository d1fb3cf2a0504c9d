// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_IN_CHILD_H_
#define HEDDLE_BENCH_IN_CHILD_H_

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <type_traits>

namespace heddle::bench {

template <class Result>
struct ChildResult {
  Result result;
  std::uint64_t peak_bytes;  // of resident memory, what it shares with the parent included
};

// Calls `work` in a child process, so that its memory can be told from everything else's. Throws
// std::runtime_error if the child could not be made, threw, or died.
template <class Work>
auto InChild(const Work& work) {
  using Result = std::invoke_result_t<const Work&>;
  static_assert(std::is_trivially_copyable_v<Result>);
  int ends[2];
  if (pipe(ends) != 0) {
    throw std::runtime_error("a pipe could not be made");
  }
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    int status = 1;
    try {
      const Result result = work();
      status = write(ends[1], &result, sizeof(result)) == sizeof(result) ? 0 : 1;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    _exit(status);
  }
  close(ends[1]);
  ChildResult<Result> outcome{};
  // So small that it arrives in one piece.
  const bool has_result = child > 0 && read(ends[0], &outcome.result, sizeof(outcome.result)) ==
                                           static_cast<ssize_t>(sizeof(outcome.result));
  close(ends[0]);
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0 || !has_result) {
    throw std::runtime_error("a measurement failed in its process");
  }
  outcome.peak_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  return outcome;
}

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_IN_CHILD_H_
