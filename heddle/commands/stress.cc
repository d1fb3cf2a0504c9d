// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>

#include "checker/process/shell_quoted.h"
#include "checker/search/errors.h"
#include "checker/search/limits.h"
#include "checker/search/violation.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/overtaken.h"
#include "heddle/recorded_trace.h"
#include "heddle/search.h"
#include "heddle/subject.h"
#include "models/faults/changes.h"
#include "models/faults/fault.h"
#include "tests/stress/no_result.h"

namespace heddle::program {
namespace {

using checker::ShellQuoted;

// The run is of the model's revision, and --revision may say so, too. `what` is what the model is
// of.
void SetRevision(const models::Model& model, const std::string& what,
                 stress::Arguments& arguments) {
  const std::string revision = RevisionOf(model);
  if (revision.empty()) {
    throw UsageError(
        fmt::format("{} is of model {}, in which there is no heap to stress", what, model.name));
  }
  if (arguments.revision && *arguments.revision != revision) {
    throw UsageError(
        fmt::format("{} is of {}, found --revision {}", what, revision, *arguments.revision));
  }
  arguments.revision = revision;
}

checker::Violation ViolationOf(const RecordedTrace& trace, const std::string& file) {
  try {
    if (const std::optional<checker::Violation> found = trace.Replay()) {
      return *found;
    }
  } catch (const checker::Diverged& error) {
    throw UsageError(fmt::format("cannot stress around '{}': it diverged: {}", file, error.what()));
  }
  throw UsageError(fmt::format(
      "cannot stress around '{}': expected a violation, found none in its execution", file));
}

void AimAt(const StressRequest& request, stress::Arguments& arguments) {
  const RecordedTrace trace = ReadTrace(request.around, request.any_build, "stress around");
  SetRevision(*trace.subject.model, fmt::format("'{}'", request.around), arguments);
  arguments.more_places = PlacesOvertaken(ViolationOf(trace, request.around));
  if (arguments.more_places.empty()) {
    throw UsageError(fmt::format(
        "cannot stress around '{}': expected a switch between threads in core, found none",
        request.around));
  }
  core::TunableProtocol protocol;
  if (trace.subject.fault != nullptr) {
    trace.subject.fault->apply(protocol);
  }
  for (const models::Fault* const repaired : trace.subject.repaired) {
    repaired->repair(protocol);
  }
  arguments.protocol = protocol;
  arguments.told = "--around " + checker::ShellQuotedPath(request.around);
  arguments.told += request.any_build ? " --any-build" : "";
}

void PutIn(const models::Fault& fault, stress::Arguments& arguments) {
  const bool is_a_finding = fault.kind == models::Fault::Kind::kFinding;
  if (is_a_finding && models::ChangesOf(fault).empty()) {
    throw UsageError(
        fmt::format("'{}' changes nothing, and is of model {} alone", fault.name, fault.model));
  }
  if (!fault.model.empty()) {  // a change that is spelled out is of no model
    SetRevision(ModelNamed(fault.model), fmt::format("'{}'", fault.name), arguments);
  }
  core::TunableProtocol protocol;
  fault.apply(protocol);
  arguments.protocol = protocol;
  arguments.told = "--fault " + ShellQuoted(fault.name);
}

// Says how far the run has come, unless it says more itself.
void ShowTime(ProgressLine& progress, stress::Arguments& arguments) {
  using Clock = std::chrono::steady_clock;
  if (arguments.progress_seconds > 0) {
    return;
  }
  const auto total = static_cast<std::size_t>(std::ceil(arguments.seconds));
  arguments.listener = [&progress, total, begin = Clock::now()](bool is_over) {
    const auto done = std::chrono::floor<std::chrono::seconds>(Clock::now() - begin).count();
    is_over ? progress.Clear()
            : progress.Show(
                  checker::CountProgress{.done = std::min(static_cast<std::size_t>(done), total),
                                         .total = total,
                                         .what = "seconds"});
  };
}

}  // namespace

ExitStatus RunStressTest(const StressRequest& request, const RunOptions& options) {
  stress::Arguments arguments = request.arguments;
  if (!request.around.empty()) {
    if (!request.fault.empty()) {
      throw UsageError("expected --fault or --around, which says which fault, found both");
    }
    AimAt(request, arguments);
  } else if (!request.fault.empty()) {
    PutIn(FaultNamed(request.fault), arguments);
  }
  if (!arguments.seed) {
    arguments.seed = stress::AnySeed();
    EndWith(SameAgainWithSeed(*arguments.seed, options));
  }
  ProgressLine progress("stress", options);
  ShowTime(progress, arguments);
  try {
    const auto is_stopped = [] { return checker::stop_requested != 0; };
    if (stress::RunStress(arguments, "heddle stress", is_stopped) != 0) {
      EndWith("");
      return kViolation;
    }
    return is_stopped() ? kUndecided : kAsExpected;
  } catch (const stress::ArgumentError& error) {
    throw UsageError(error.what());
  } catch (const stress::NoResult& error) {
    std::fputs(fmt::format("heddle: {}\n", error.what()).c_str(), stderr);
    return kNoResult;
  }
}

}  // namespace heddle::program
