// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <utility>

#include "heddle/commands/commands.h"
#include "heddle/run.h"

namespace heddle::program {
namespace {

// Of a control there is no interleaving to show, unless something is wrong with an oracle.
void ReproduceNothing(const models::Fault& control, const RunOptions& options, TraceFolder& traces,
                      Collector& collector) {
  checker::ResultEntry entry = RunControl(control, options.Limits(), options);
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
}

}  // namespace

ExitStatus Reproduce(const std::string& name, const RunOptions& options) {
  const models::Fault& fault = FaultNamed(name);
  const checker::CheckOptions limits = options.Limits();
  Collector collector(options);
  TraceFolder traces(options.trace_folder);
  if (!options.quiet) {
    fmt::print("{}: {}.\nThen {}.\n", fault.name, fault.change, fault.goes_wrong);
  }
  if (fault.kind == models::Fault::Kind::kControl) {
    ReproduceNothing(fault, options, traces, collector);
    return collector.Finish();
  }
  for (const models::Expectation& expectation : fault.expectations) {
    checker::ResultEntry entry = RunFault(fault, expectation, limits);
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
  return collector.Finish();
}

}  // namespace heddle::program
