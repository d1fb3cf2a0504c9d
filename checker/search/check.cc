// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/check.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>
#include <utility>

#include "checker/relacy/simulation.h"
#include "checker/trace/recorder.h"

namespace heddle::checker {
namespace {

constexpr std::uint64_t kDefaultRandomExecutions = 100'000;
constexpr double kLeastSeconds = 1e-9;  // 0 would mean that there is no limit

SimulationRequest RequestFor(const CheckOptions& options) {
  SimulationRequest request;
  request.max_executions = options.max_executions;
  request.max_seconds = options.max_seconds;
  request.check_lock_ranks = options.check_lock_ranks;
  request.preemption_bound = options.strategy.preemptions;
  switch (options.strategy.kind) {
    case Strategy::Kind::kRelacyFull:
      request.search = RelacySearch::kFull;
      break;
    case Strategy::Kind::kRelacyBound:
      request.search = RelacySearch::kBound;
      break;
    case Strategy::Kind::kRandom:
      request.search = RelacySearch::kRandom;
      if (request.max_executions == 0 && request.max_seconds <= 0) {
        request.max_executions = kDefaultRandomExecutions;
      }
      break;
  }
  return request;
}

// Names objects in the program's words, and those it has no word for by the order of their first
// appearance: addresses mean nothing to a reader and differ from run to run.
class Namer {
 public:
  explicit Namer(const Program& program) : program_(program) {}

  std::string NameOf(const void* object) {
    if (object == nullptr) {
      return {};
    }
    auto [entry, added] = names_.try_emplace(object);
    if (added) {
      entry->second = program_.Describe(object);
      if (entry->second.empty()) {
        entry->second = "object " + std::to_string(++unnamed_);
      }
    }
    return entry->second;
  }

 private:
  const Program& program_;
  std::map<const void*, std::string> names_;
  int unnamed_ = 0;
};

std::optional<int> HolderOf(const Recorder::Events& events, const void* lock) {
  for (std::size_t i = events.size(); i-- > 0;) {
    if (events[i].object == lock && events[i].kind == EventKind::kUnlock) {
      return std::nullopt;
    }
    if (events[i].object == lock && events[i].kind == EventKind::kLock) {
      return events[i].thread;
    }
  }
  return std::nullopt;
}

Counterexample Describe(const Program& program, const Recorder& recorder, Verdict verdict) {
  Namer namer(program);
  Counterexample example;
  example.threads = program.ThreadCount();
  const Recorder::Events& events = recorder.events();
  for (std::size_t i = 0; i < events.size(); ++i) {
    // An access of an oracle is shown if it is one of the two of a race.
    const bool races = recorder.conflict() && (i + 1 == events.size() || i == *recorder.conflict());
    if (!events[i].hidden || races) {
      example.steps.push_back({events[i], namer.NameOf(events[i].object)});
    }
  }
  if (const auto conflict = recorder.conflict()) {
    example.conflict =
        Counterexample::Step{events[*conflict], namer.NameOf(events[*conflict].object)};
  }
  for (int thread = 0; verdict == Verdict::kDeadlock && thread < example.threads; ++thread) {
    const Recorder::Wanted& wanted = recorder.wanted().at(static_cast<std::size_t>(thread));
    if (wanted.object != nullptr) {
      example.waits.push_back(
          {thread, namer.NameOf(wanted.object), HolderOf(events, wanted.object), wanted.location});
    }
  }
  return example;
}

std::string RaceMessage(const Counterexample& example) {
  if (!example.conflict) {
    return "data race";
  }
  const auto& late = example.steps.back();
  const auto& early = *example.conflict;
  const auto verb = [](const Event& event) {
    return event.kind == EventKind::kWrite ? " writes it" : " reads it";
  };
  return late.object + ": thread " + std::to_string(late.event.thread) + verb(late.event) +
         ", thread " + std::to_string(early.event.thread) + verb(early.event) +
         ", and nothing orders the two";
}

// Repeats the violating execution with a recorder.
Counterexample Replay(Program& program, SimulationRequest request, const SimulationResult& found) {
  Recorder recorder;
  request.replay = found.replay;
  request.max_executions = 1;
  request.max_seconds = 0;
  request.recorder = &recorder;
  const SimulationResult again = Simulate(program, request);
  if (again.verdict != found.verdict || again.message != found.message) {
    program.Abandon();
    throw std::logic_error("the violation \"" + std::string(Name(found.verdict)) + ": " +
                           found.message + "\" did not happen again, but \"" +
                           std::string(Name(again.verdict)) + ": " + again.message +
                           "\": the program does not depend on its schedule alone");
  }
  Counterexample example = Describe(program, recorder, found.verdict);
  program.Abandon();
  return example;
}

}  // namespace

CheckResult Check(Program& program, const CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const SimulationRequest request = RequestFor(options);
  const SimulationResult found = Simulate(program, request);
  CheckResult result;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.strategy = options.strategy;
  result.verdict = found.verdict;
  result.message = found.message;
  result.location = found.location;
  result.exhausted = found.exhausted;
  result.executions = found.executions;
  if (found.verdict != Verdict::kPass) {
    program.Abandon();
    result.preemptions = found.preemptions;
    result.step_count = found.steps;
    result.counterexample = Replay(program, request, found);
    if (found.verdict == Verdict::kRace) {
      result.message = RaceMessage(*result.counterexample);
    }
  }
  return result;
}

CheckResult CheckWithFewestPreemptions(Program& program, unsigned max_preemptions,
                                       const CheckOptions& options) {
  CheckResult result;
  std::uint64_t executions = 0;
  double seconds = 0;
  for (unsigned preemptions = 0; preemptions <= max_preemptions; ++preemptions) {
    CheckOptions round = options;
    round.strategy = {Strategy::Kind::kRelacyBound, preemptions};
    if (options.max_executions != 0) {
      round.max_executions = options.max_executions - executions;
    }
    if (options.max_seconds > 0) {
      round.max_seconds = std::max(options.max_seconds - seconds, kLeastSeconds);
    }
    result = Check(program, round);
    executions += result.executions;
    seconds += result.seconds;
    const bool spent = options.max_executions != 0 && executions >= options.max_executions;
    if (result.verdict != Verdict::kPass || !result.exhausted) {
      break;
    }
    if (spent && preemptions < max_preemptions) {
      result.exhausted = false;  // the rounds that are left will not be run
      break;
    }
  }
  result.executions = executions;
  result.seconds = seconds;
  return result;
}

}  // namespace heddle::checker
