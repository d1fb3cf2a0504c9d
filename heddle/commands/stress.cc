// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/errors.h"
#include "checker/search/limits.h"
#include "checker/search/violation.h"
#include "core/sync/perturbation.h"
#include "heddle/commands/commands.h"
#include "heddle/recorded_trace.h"
#include "heddle/subject.h"
#include "models/faults/fault.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using core::SourcePlace;

// Steps that real threads can be delayed at: of the design, not of a model or an oracle, and no
// accesses to plain memory.
bool IsPoint(const Counterexample::Step& step) {
  return !step.event.hidden && !IsSaid(step.event.kind) && !IsPlain(step.event.kind) &&
         step.event.location.line > 0 &&
         std::string_view(step.event.location.file).starts_with("core/");
}

// Where the threads of the execution were when another took over: before their next step, or, if
// the execution ends before it, at their last.
std::vector<SourcePlace> PlacesOvertaken(const Counterexample& example) {
  std::vector<SourcePlace> places;
  const auto& steps = example.steps;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    const int thread = steps[i].event.thread;
    if (thread == steps[i + 1].event.thread) {
      continue;
    }
    const auto next = std::find_if(steps.begin() + static_cast<std::ptrdiff_t>(i) + 1, steps.end(),
                                   [&](const Counterexample::Step& step) {
                                     return step.event.thread == thread && IsPoint(step);
                                   });
    const Counterexample::Step& at = next != steps.end() ? *next : steps[i];
    const SourcePlace place{at.event.location.file, at.event.location.line};
    if (IsPoint(at) && std::ranges::find(places, place) == places.end()) {
      places.push_back(place);
    }
  }
  return places;
}

void AimAt(const StressRequest& request, stress::Arguments& arguments) {
  const RecordedTrace trace = ReadTrace(request.around, request.any_build, "stress around");
  std::optional<checker::Violation> found;
  try {
    found = trace.Replay();
  } catch (const checker::Diverged& error) {
    throw UsageError(
        fmt::format("cannot stress around '{}': it diverged: {}", request.around, error.what()));
  }
  if (!found) {
    throw UsageError(
        fmt::format("cannot stress around '{}': expected a violation, found none in its execution",
                    request.around));
  }
  arguments.more_places = PlacesOvertaken(found->counterexample);
  if (arguments.more_places.empty()) {
    throw UsageError(fmt::format(
        "cannot stress around '{}': expected a switch between threads in core, found none",
        request.around));
  }
  arguments.revision = RevisionOf(*trace.subject.model);
  core::TunableProtocol protocol;
  if (trace.subject.fault != nullptr) {
    trace.subject.fault->apply(protocol);
  }
  for (const models::Fault* const repaired : trace.subject.repaired) {
    repaired->repair(protocol);
  }
  arguments.protocol = protocol;
  arguments.told += "--around " + request.around;
  for (const SourcePlace& place : arguments.more_places) {
    fmt::print("delays threads at {}:{}\n", place.file, place.line);
  }
}

}  // namespace

ExitStatus RunStressTest(const StressRequest& request) {
  stress::Arguments arguments = request.arguments;
  if (!request.around.empty()) {
    if (!request.fault.empty()) {
      throw UsageError("expected --fault or --around, which says which fault, found both");
    }
    AimAt(request, arguments);
  } else if (!request.fault.empty()) {
    core::TunableProtocol protocol;
    FaultNamed(request.fault).apply(protocol);
    arguments.protocol = protocol;
    arguments.told = "--fault " + request.fault;
  }
  try {
    const auto is_stopped = [] { return checker::stop_requested != 0; };
    if (stress::RunStress(arguments, "heddle stress", is_stopped) != 0) {
      return kViolation;
    }
    return is_stopped() ? kUndecided : kAsExpected;
  } catch (const stress::ArgumentError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace heddle::program
