// SPDX-License-Identifier: BSD-3-Clause
//
// A search that several processes work on: the same result as one that is not divided.

#include "checker/search/parallel.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "checker/search/check.h"
#include "checker/search/errors.h"
#include "checker/search/search_in_parts.h"
#include "core/sync/failure.h"
#include "tests/checker/program_of.h"
#include "tests/checker/sample_programs.h"

namespace heddle::checker {
namespace {

CheckOptions With(const char* strategy) {
  CheckOptions options;
  options.strategy = *ParseStrategyName(strategy);
  options.all_violations = true;
  options.count_traces = true;
  return options;
}

CheckResult CheckByWorkers(Program& program, const CheckOptions& options, int jobs,
                           std::uint64_t slice) {
  SearchInParts search = BeginSearch(slice);
  return CheckInParts(program, options, {.jobs = jobs}, search);
}

void ExpectTheSame(const CheckResult& result, const CheckResult& plain) {
  EXPECT_EQ(result.executions, plain.executions);
  EXPECT_EQ(result.traces, plain.traces);
  EXPECT_EQ(result.exhausted, plain.exhausted);
  EXPECT_EQ(result.strategy, plain.strategy);
  EXPECT_TRUE(result.lost.empty());
  ASSERT_EQ(result.violations.size(), plain.violations.size());
  for (const Violation& violation : plain.violations) {
    EXPECT_TRUE(std::ranges::any_of(result.violations, [&](const Violation& other) {
      return other.verdict == violation.verdict &&
             (other.message == violation.message || other.verdict == Verdict::kRace);
    })) << violation.message;
  }
}

TEST(Parallel, SeesWhatThePlainSearchSees) {
  for (const SampleProgram& sample : SamplePrograms()) {
    for (const char* strategy : {"dpor", "sleep", "dfs", "bounded:2"}) {
      SCOPED_TRACE(sample.name);
      SCOPED_TRACE(strategy);
      const std::unique_ptr<Program> program = sample.make();
      const CheckResult plain = Check(*program, With(strategy));
      EXPECT_EQ(sample.fails, !plain.violations.empty());
      ExpectTheSame(CheckByWorkers(*program, With(strategy), 2, 7), plain);
    }
  }
}

// All of the result, and not only what does not depend on how the search is divided.
TEST(Parallel, ComesToTheSameWithAnyNumberOfWorkers) {
  for (const SampleProgram& sample : SamplePrograms()) {
    SCOPED_TRACE(sample.name);
    const std::unique_ptr<Program> program = sample.make();
    for (const bool all : {false, true}) {
      CheckOptions options = With("dpor");
      options.all_violations = all;
      const CheckResult alone = CheckByWorkers(*program, options, 0, 5);
      for (const int jobs : {1, 2, 3}) {
        const CheckResult result = CheckByWorkers(*program, options, jobs, 5);
        EXPECT_EQ(result.executions, alone.executions);
        EXPECT_EQ(result.blocked, alone.blocked);
        EXPECT_EQ(result.traces, alone.traces);
        EXPECT_EQ(result.exhausted, alone.exhausted);
        ASSERT_EQ(result.violations.size(), alone.violations.size());
        for (std::size_t i = 0; i < alone.violations.size(); ++i) {
          EXPECT_EQ(result.violations[i].schedule, alone.violations[i].schedule);
        }
      }
    }
  }
}

struct Words {
  RelacySync::Atomic<std::uint64_t> x{0};
  RelacySync::Atomic<std::uint64_t> y{0};
};

// Ends its process, not only its execution, on one of its ways.
std::unique_ptr<Program> MakeCrashing() {
  return std::make_unique<ProgramOf<Words>>(3, [](Words& words, int index) {
    constexpr auto kOrder = core::MemoryOrder::kSequentiallyConsistent;
    if (index == 0) {
      words.x.store(1, kOrder);
      words.y.store(1, kOrder);
    } else if (words.y.load(kOrder) == 1) {
      words.x.fetch_add(1, kOrder);
    } else if (words.x.load(kOrder) == 1 && index == 2) {
      kill(getpid(), SIGKILL);
    }
  });
}

TEST(Parallel, LosesThePartInWhichAWorkerCrashesAndNoOther) {
  const std::unique_ptr<Program> program = MakeCrashing();
  const CheckResult result = CheckByWorkers(*program, With("dfs"), 2, 5);
  EXPECT_FALSE(result.exhausted);
  ASSERT_FALSE(result.lost.empty());
  EXPECT_EQ(result.lost[0].find("a worker ended with signal 9 (Killed) while it explored the part "
                                "that begins with a"),
            0U)
      << result.lost[0];
  EXPECT_GT(result.executions, 5U);
}

TEST(Parallel, TellsOfAProgramThatIsNotDeterministic) {
  ProgramOf<Words> program(2, [](Words& words, int index) {
    static int runs = 0;
    words.x.store(static_cast<std::uint64_t>(++runs), core::MemoryOrder::kRelaxed);
    if (index == 0 && runs % 3 == 0) {
      words.y.load(core::MemoryOrder::kRelaxed);
    }
  });
  EXPECT_THROW(CheckByWorkers(program, With("dpor"), 2, 5), NotDeterministic);
}

TEST(Parallel, RunsNoMoreExecutionsThanItMay) {
  const std::unique_ptr<Program> program = MakeManyExecutions();
  CheckOptions options = With("dpor");
  options.max_executions = 1000;
  SearchInParts search = BeginSearch(150);
  const CheckResult first = CheckInParts(*program, options, {.jobs = 2}, search);
  EXPECT_EQ(first.executions + first.blocked, 1000U);
  EXPECT_FALSE(first.exhausted);
  EXPECT_FALSE(search.IsDone());
}

TEST(Parallel, GoesOnAfterALimitToTheSameResult) {
  const std::unique_ptr<Program> program = MakeManyExecutions();
  const CheckResult plain = Check(*program, With("dpor"));
  const CheckResult alone = CheckByWorkers(*program, With("dpor"), 0, 500);
  ExpectTheSame(alone, plain);
  CheckOptions options = With("dpor");
  options.max_executions = plain.executions / 7;
  SearchInParts search = BeginSearch(500);
  CheckResult result;
  int stops = 0;
  while (!search.IsDone()) {
    result = CheckInParts(*program, options, {.jobs = 1 + stops % 3}, search);
    ++stops;
  }
  EXPECT_GE(stops, 7);
  ExpectTheSame(result, plain);
  EXPECT_EQ(result.blocked, alone.blocked);
}

TEST(Parallel, StopsInTimeAndOnRequest) {
  const std::unique_ptr<Program> program = MakeEndless();
  CheckOptions options = With("dfs");
  options.max_seconds = 0.3;
  const auto begin = std::chrono::steady_clock::now();
  const CheckResult timed = CheckByWorkers(*program, options, 2, kSlice);
  EXPECT_FALSE(timed.exhausted);
  EXPECT_GT(timed.executions, 100U);
  options.max_seconds = 0;
  std::thread interrupt([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stop_requested = 1;
  });
  const CheckResult stopped = CheckByWorkers(*program, options, 2, kSlice);
  interrupt.join();
  stop_requested = 0;
  EXPECT_FALSE(stopped.exhausted);
  EXPECT_GT(stopped.executions, 100U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

// How many processes have this one as their parent.
int ChildrenOf(pid_t process) {
  std::ifstream list("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) +
                     "/children");
  int count = 0;
  for (pid_t child = 0; list >> child;) {
    ++count;
  }
  return count;
}

std::vector<pid_t> Children(pid_t process) {
  std::ifstream list("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) +
                     "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;) {
    children.push_back(child);
  }
  return children;
}

// Gone, or ended and waiting for somebody to notice.
bool HasEnded(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string number;
  std::string name;
  std::string state;
  return !(status >> number >> name >> state) || state == "Z" || state == "X";
}

TEST(Parallel, LeavesNoWorkersBehind) {
  const std::unique_ptr<Program> program = MakeThreeIncrements();
  CheckByWorkers(*program, With("dpor"), 3, 5);
  EXPECT_EQ(ChildrenOf(getpid()), 0);
}

TEST(Parallel, WorkersDieWithTheirParent) {
  const pid_t parent = fork();
  if (parent == 0) {
    const std::unique_ptr<Program> program = MakeEndless();
    CheckByWorkers(*program, With("dfs"), 2, kSlice);
    _exit(0);
  }
  std::vector<pid_t> workers;
  for (int i = 0; i < 500 && workers.size() < 2; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    workers = Children(parent);
  }
  ASSERT_EQ(workers.size(), 2U);
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  bool ended = false;
  for (int i = 0; i < 500 && !ended; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ended = std::ranges::all_of(workers, HasEnded);
  }
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace heddle::checker
