// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/exploration.h"

#include <optional>

#include "checker/search/determinism.h"
#include "checker/search/errors.h"
#include "checker/search/replay.h"
#include "checker/strategy/depth_first.h"
#include "checker/strategy/pct.h"
#include "checker/strategy/random_walk.h"
#include "checker/strategy/replay.h"
#include "checker/strategy/sleep_sets.h"
#include "checker/strategy/source_dpor.h"
#include "checker/trace/recorder.h"

namespace heddle::checker {
namespace {

using Kind = StrategyName::Kind;

// So many of the first executions are run twice and compared.
constexpr unsigned kRepeatedExecutions = 4;

std::unique_ptr<TreeSearch> MakeTreeSearch(const CheckOptions& options) {
  switch (options.strategy.kind) {
    case Kind::kDpor:
      return std::make_unique<SourceDpor>(options.prune, options.rules);
    case Kind::kSleep:
      return std::make_unique<SleepSets>(options.prune, options.rules);
    case Kind::kDepthFirst:
      return std::make_unique<DepthFirst>();
    case Kind::kBounded:
      return std::make_unique<Bounded>(options.strategy.number);
    default:
      return nullptr;
  }
}

// Null for Relacy's own searches.
std::unique_ptr<Strategy> MakeStrategy(const CheckOptions& options) {
  switch (options.strategy.kind) {
    case Kind::kRandom:
      return std::make_unique<RandomWalk>(options.seed);
    case Kind::kPct:
      return std::make_unique<Pct>(options.strategy.number, options.seed);
    default:
      return MakeTreeSearch(options);
  }
}

std::unique_ptr<Simulation> MakeSimulation(Strategy* strategy, Program& program,
                                           const CheckOptions& options) {
  if (strategy != nullptr) {
    return SimulateUnder(*strategy, program, options.simulation);
  }
  const bool bounded = options.strategy.kind == Kind::kRelacyBound;
  return SimulateUnderRelacy(bounded ? std::optional(options.strategy.number) : std::nullopt,
                             program, options.simulation);
}

}  // namespace

Exploration::Exploration(Program& program, const CheckOptions& options)
    : program_(program),
      options_(options),
      strategy_(MakeStrategy(options)),
      tree_(dynamic_cast<TreeSearch*>(strategy_.get())),
      simulation_(MakeSimulation(strategy_.get(), program, options)) {
  result_.strategy = options.strategy;
  if (options.count_traces) {
    result_.traces = 0;
    simulation_->Hash(&hasher_);
  }
  // Which executions come first is chance there, and Relacy starts threads in another order.
  repeated_ = strategy_ == nullptr ? kRepeatedExecutions : 0;
}

Exploration::~Exploration() = default;

Exploration::Stop Exploration::Run(Limits& limits) {
  const double before = result_.seconds - limits.seconds();
  std::uint64_t steps = 0;
  Stop stop = Stop::kLimit;
  bool go_on = true;
  while (go_on) {
    if (RunOnce(steps)) {
      stop = Stop::kViolation;
    } else if (!simulation_->Advance()) {
      result_.exhausted = true;
      stop = Stop::kExhausted;
    }
    go_on = !limits.Count(steps) && stop == Stop::kLimit;
  }
  result_.seconds = before + limits.seconds();
  return stop;
}

void Exploration::ForgetResult() {
  kinds_.clear();
  traces_ = {};
  steps_ = 0;
  result_ = {.strategy = options_.strategy, .traces = {}, .violations = {}};
  if (options_.count_traces) {
    result_.traces = 0;
  }
}

bool Exploration::RunOnce(std::uint64_t& steps) {
  std::optional<Recorder> recorder;
  if (repeated_ < kRepeatedExecutions) {
    simulation_->Record(&recorder.emplace());
  }
  const Execution execution = simulation_->Run();
  steps = execution.steps;
  steps_ += steps;
  const bool violated = execution.verdict != Verdict::kPass;
  const bool cut = execution.ending == Ending::kCut;
  if (violated || cut) {
    program_.Abandon();
  }
  if (strategy_ != nullptr && strategy_->mismatch() != nullptr) {
    throw NotDeterministic(Explain(*strategy_->mismatch()));
  }
  ++(cut ? result_.blocked : result_.executions);
  if (options_.count_traces && !cut && !violated) {
    traces_.Add(hasher_.End());
    result_.traces = traces_.count();
  }
  if (recorder) {
    simulation_->Record(nullptr);
  }
  // One that was given up on the way has no end to compare.
  if (!cut && (recorder || violated)) {
    repeated_ += recorder ? 1 : 0;
    LookAgain(execution.verdict, std::string(execution.message), simulation_->schedule(),
              recorder ? &*recorder : nullptr);
  }
  return violated && !options_.all_violations;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): what it is a copy of changes under it
void Exploration::LookAgain(Verdict verdict, const std::string& message, Schedule decisions,
                            const Recorder* recorder) {
  if (recorder != nullptr) {
    CompareWithRepetition(*simulation_, program_, decisions, *recorder);
  }
  if (verdict == Verdict::kPass || kinds_.size() == kMaxViolations ||
      !kinds_.emplace(verdict, message).second) {
    return;
  }
  std::optional<Violation> violation;
  try {
    violation = ReplayIn(*simulation_, program_, decisions, /*fills_in=*/strategy_ == nullptr);
  } catch (const Diverged&) {
    violation.reset();  // it is the program's fault, not that of the schedule
  }
  if (!violation) {
    throw NotDeterministic("\"" + std::string(Name(verdict)) + ": " + message +
                           "\" did not happen again when the same was decided");
  }
  result_.violations.push_back(*std::move(violation));
}

}  // namespace heddle::checker
