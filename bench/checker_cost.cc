// SPDX-License-Identifier: BSD-3-Clause

#include "bench/checker_cost.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/in_child.h"
#include "bench/processor_time.h"
#include "checker/relacy/relacy_sync.h"
#include "checker/relacy/simulation.h"
#include "checker/search/check.h"
#include "checker/strategy/source_dpor.h"
#include "models/world/scenario_program.h"

namespace heddle::bench {
namespace {

using checker::Execution;
using checker::Program;
using checker::Recorder;
using checker::SourceDpor;
using Clock = std::chrono::steady_clock;

// Costs are taken over so many executions, of several searches if one has fewer.
constexpr std::uint64_t kSampledExecutions = 20'000;

double NanosecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

// Durations of something that always takes about as long.
class Samples {
 public:
  Samples() { values_.reserve(kSampledExecutions); }

  // Does not allocate: called while the program runs.
  void Add(double value) {
    if (values_.size() < values_.capacity()) {
      values_.push_back(value);
    }
  }
  double Median() const { return values_.empty() ? 0 : bench::Median(values_); }

 private:
  std::vector<double> values_;
};

// What it costs to look at the clock before and after something.
double ClockNanoseconds() {
  Samples samples;
  for (std::uint64_t i = 0; i < kSampledExecutions; ++i) {
    samples.Add(NanosecondsSince(Clock::now()));
  }
  return samples.Median();
}

// Runs another program, and watches what it does before, in and after its threads.
class WatchedProgram : public Program {
 public:
  explicit WatchedProgram(Program& program) : program_(program) {}

  int ThreadCount() const override { return program_.ThreadCount(); }
  void Setup() override {
    const auto start = Clock::now();
    program_.Setup();
    setup_ns_.Add(NanosecondsSince(start));
    threads_began_ = recorder_ == nullptr ? 0 : recorder_->events().size();
  }
  void Thread(int index) override { program_.Thread(index); }
  void Finish() override {
    threads_ended_ = recorder_ == nullptr ? 0 : recorder_->events().size();
    const auto start = Clock::now();
    program_.Finish();
    finish_ns_.Add(NanosecondsSince(start));
  }
  void Abandon() override { program_.Abandon(); }
  std::string Describe(const void* object) const override { return program_.Describe(object); }

  double SetupNanoseconds() const { return setup_ns_.Median(); }
  double FinishNanoseconds() const { return finish_ns_.Median(); }

  // Null: no longer.
  void CountEventsOf(const Recorder* recorder) { recorder_ = recorder; }
  // In the last execution, which must have come to its end.
  std::uint64_t CountPlainAccessesOfThreads() const {
    const auto first = recorder_->events().begin();
    return static_cast<std::uint64_t>(
        std::count_if(first + static_cast<std::ptrdiff_t>(threads_began_),
                      first + static_cast<std::ptrdiff_t>(threads_ended_),
                      [](const checker::Event& event) { return checker::IsPlain(event.kind); }));
  }

 private:
  Program& program_;
  Samples setup_ns_;
  Samples finish_ns_;
  const Recorder* recorder_ = nullptr;
  std::size_t threads_began_ = 0;
  std::size_t threads_ended_ = 0;
};

struct Explored {
  std::uint64_t executions = 0;
  std::uint64_t steps = 0;
  double seconds = 0;

  double PerExecution(double total) const { return total / static_cast<double>(executions); }
};

// Searches the program over and over, as long as a sample takes.
Explored Explore(Program& program) {
  std::optional<SourceDpor> dpor(std::in_place, /*prune=*/true);
  const auto simulation = SimulateUnder(*dpor, program, {});
  Explored explored;
  const double start = ProcessorSeconds();
  while (explored.executions < kSampledExecutions) {
    const Execution execution = simulation->RunUnder(*dpor);
    ++explored.executions;
    explored.steps += execution.steps;
    if (execution.ending != checker::Ending::kComplete) {
      program.Abandon();
    }
    if (execution.verdict != checker::Verdict::kPass || !dpor->Advance()) {
      dpor.emplace(/*prune=*/true);
    }
  }
  explored.seconds = ProcessorSeconds() - start;
  return explored;
}

std::uint64_t CountPlainAccesses(WatchedProgram& program) {
  SourceDpor dpor(/*prune=*/true);
  const auto simulation = SimulateUnder(dpor, program, {});
  Recorder recorder;
  program.CountEventsOf(&recorder);
  simulation->Record(&recorder);
  if (simulation->Run().ending != checker::Ending::kComplete) {
    program.Abandon();
    return 0;
  }
  const std::uint64_t count = program.CountPlainAccessesOfThreads();
  program.CountEventsOf(nullptr);
  return count;
}

// A thread that does nothing but plain accesses.
template <int kAccesses>
class PlainAccesses {
 public:
  static constexpr std::string_view kName = "plain-accesses";
  static constexpr std::string_view kShows = "a thread reads and writes plain memory";
  static constexpr std::string_view kLayout{};
  static constexpr std::optional<core::Revision> kRevision = std::nullopt;
  static constexpr int kThreads = 1;

  PlainAccesses(core::ExecutionStorage& /*storage*/, const models::ModelOptions& /*options*/) {}
  void Thread(int /*index*/) {
    for (int i = 0; i < kAccesses; i += 2) {
      cell_.Set(cell_.Get() + 1);
    }
  }
  void Finish() {}
  std::string Describe(const void* /*object*/) const { return {}; }

 private:
  checker::RelacySync::Shared<std::uint64_t> cell_{0};
};

template <int kAccesses>
double NanosecondsWithAccesses() {
  const auto program = models::ModelOf<PlainAccesses<kAccesses>>().make({});
  const Explored explored = Explore(*program);
  return explored.PerExecution(explored.seconds * 1e9);
}

}  // namespace

ExecutionCost MeasureCost(const models::Model& model) {
  const auto measure = [&model] {
    const auto program = model.make({});
    const Explored explored = Explore(*program);
    ExecutionCost cost;
    cost.execution_ns = explored.PerExecution(explored.seconds * 1e9);
    cost.steps = explored.PerExecution(static_cast<double>(explored.steps));
    // A second time, because looking at the clock takes long itself.
    WatchedProgram watched(*program);
    Explore(watched);
    const double clock_ns = ClockNanoseconds();
    cost.setup_ns = std::max(watched.SetupNanoseconds() - clock_ns, 0.0);
    cost.finish_ns = std::max(watched.FinishNanoseconds() - clock_ns, 0.0);
    cost.plain_accesses = static_cast<double>(CountPlainAccesses(watched));
    return cost;
  };
  return InChild(measure).result;
}

double MeasurePlainAccess() {
  constexpr int kAccesses = 1000;
  return InChild([] {
           return (NanosecondsWithAccesses<kAccesses>() - NanosecondsWithAccesses<0>()) / kAccesses;
         })
      .result;
}

}  // namespace heddle::bench
