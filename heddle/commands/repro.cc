// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "heddle/commands/commands.h"
#include "heddle/necessity.h"
#include "heddle/run.h"

namespace heddle::program {
namespace {

// A change that no fault of the catalogue is about has no model of its own: the shortest of all.
ExitStatus ReproduceChange(const models::Fault& change, const RunOptions& options) {
  const models::Effort effort = EffortFor(options);
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  const std::vector<models::Census> columns = CensusOfModels(effort);
  if (!PassAsShipped(columns, options)) {
    return kViolation;
  }
  const models::Matrix matrix = LookEverywhere(change, columns, effort, options);
  const bool has_errors = HasErrors(matrix);
  if (!options.quiet) {
    fmt::print("{}: {}.\n", change.name, change.change);
  }
  const auto column = matrix.ShortestColumn(0);
  if (!column) {
    const bool is_silent = matrix.StateOf(0) == models::Matrix::Row::kSilent;
    fmt::print("{}: not found: {} in {}\n", change.name, is_silent ? "silent" : "undecided",
               Count(matrix.Touched(0), "model"));
    collector.Add(EntryOfNone(matrix, 0));
    return collector.Finish(has_errors ? kNoResult : is_silent ? kViolation : kUndecided);
  }
  const Subject subject = {
      .model = matrix.columns()[*column].model, .fault = &change, .oracles = {}, .repaired = {}};
  checker::ResultEntry entry = EntryOf(matrix, {.row = 0, .column = *column}, effort);
  KeepTraces(subject, effort.limits, traces, entry);
  if (!options.quiet) {
    fmt::print("\nIn {}, the shortest of {} that fail:\n\n", subject.model->name,
               Count(matrix.Found(0), "model"));
  }
  PrintViolations(entry, options);
  fmt::print("{}: found: {} {}, {}\n", change.name, Name(entry.check.verdict()),
             HowFar(entry.check), HowMuch(entry.check));
  collector.Add(std::move(entry));
  return collector.Finish(has_errors ? std::optional(kNoResult) : std::nullopt);
}

// Of a control there is no interleaving to show, unless something is wrong with an oracle. It is
// not to blame for what its model does without it.
ExitStatus ReproduceNothing(const models::Fault& control, const RunOptions& options,
                            TraceFolder& traces, Collector& collector) {
  checker::ResultEntry entry = RunControl(control, options.Limits(), options);
  const models::Effort as_here{.limits = options.Limits(), .ways = {}};
  if (!entry.check.violations.empty() &&
      !PassAsShipped(TakeCensuses({&ModelNamed(control.model)}, as_here), options)) {
    return kViolation;
  }
  const models::Expectation& expectation = control.expectations.front();
  KeepTraces(SubjectOf(control, expectation), options.Limits(), traces, entry);
  if (!options.quiet) {
    fmt::print("\nIn {}, which is not expected to fail:\n\n", control.model);
  }
  PrintViolations(entry, options);
  fmt::print("{}: {} {}, {}, {}\n", control.name,
             entry.Undecided()    ? "nothing found so far, as expected of a control:"
             : entry.AsExpected() ? "nothing to find, as expected of a control:"
                                  : "BLAMED, though it is a control that the design tolerates:",
             Name(entry.check.verdict()), HowFar(entry.check), HowMuch(entry.check));
  collector.Add(std::move(entry));
  return collector.Finish();
}

}  // namespace

ExitStatus Reproduce(const std::string& name, const RunOptions& options) {
  const models::Fault& fault = FaultNamed(name);
  if (fault.model.empty()) {
    return ReproduceChange(fault, options);
  }
  const checker::CheckOptions limits = options.Limits();
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  if (!options.quiet) {
    fmt::print("{}: {}.\nThen {}.\n", fault.name, fault.change, fault.goes_wrong);
    if (!fault.reference.empty()) {
      fmt::print("Reference: {}.\n", fault.reference);
    }
  }
  if (fault.kind == models::Fault::Kind::kControl) {
    return ReproduceNothing(fault, options, traces, collector);
  }
  for (const models::Expectation& expectation : fault.expectations) {
    checker::ResultEntry entry = RunFault(fault, expectation, limits, options);
    KeepTraces(SubjectOf(fault, expectation), limits, traces, entry);
    if (!options.quiet) {
      fmt::print("\nIn {}{}:\n\n", fault.model,
                 entry.without.empty() ? "" : ", without " + entry.without);
    }
    PrintViolations(entry, options);
    fmt::print("{}: {} {}, {}\n", fault.name,
               entry.AsExpected() ? "found:" : "not found as expected:",
               entry.check.violations.empty()
                   ? "nothing, " + HowFar(entry.check)
                   : fmt::format("{} {}", Name(entry.check.verdict()), HowFar(entry.check)),
               HowMuch(entry.check));
    collector.Add(std::move(entry));
  }
  if (fault.repair != nullptr) {
    fmt::print("repaired: {}; shown by: heddle check {} --fault {} --repair {}\n",
               fault.repaired_by, fault.model, fault.name, fault.name);
  }
  return collector.Finish();
}

}  // namespace heddle::program
