// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <utility>

#include "heddle/commands/commands.h"
#include "heddle/run.h"

namespace heddle::program {

ExitStatus Reproduce(const std::string& name, const RunOptions& options) {
  const models::Fault& fault = FaultNamed(name);
  const checker::CheckOptions limits = options.Limits();
  Collector collector(options);
  TraceFolder traces(options.trace_folder);
  if (!options.quiet) {
    fmt::print("{}: {}.\nThen {}.\n", fault.name, fault.change, fault.goes_wrong);
    if (!fault.reference.empty()) {
      fmt::print("Reference: {}.\n", fault.reference);
    }
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
  if (fault.repair != nullptr) {
    fmt::print("repaired: {}; shown by: heddle check {} --fault {} --repair {}\n",
               fault.repaired_by, fault.model, fault.name, fault.name);
  }
  return collector.Finish();
}

}  // namespace heddle::program
