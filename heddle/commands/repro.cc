// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include "checker/report/interleaving.h"
#include "heddle/commands/commands.h"

namespace heddle::program {

ExitStatus Reproduce(const std::string& name, const RunOptions& options) {
  const models::Fault& fault = FaultNamed(name);
  Collector collector(options);
  if (!options.quiet) {
    fmt::print("{}: {}.\nThen {}.\n", fault.name, fault.change, fault.goes_wrong);
  }
  for (const models::Expectation& expectation : fault.expectations) {
    const std::string without = models::Without(expectation.oracles);
    const checker::ResultEntry entry = RunFault(fault, expectation, options.Limits());
    if (!options.quiet) {
      fmt::print("\nIn {}{}:\n\n{}\n", fault.model,
                 without.empty() ? "" : fmt::format(", without {}", without),
                 checker::FormatInterleaving(entry.check, {.color = options.UseColor()}));
    }
    fmt::print("{}: {} {}, {}, {:.2f} s\n", fault.name,
               entry.AsExpected() ? "found:" : "not found as expected:",
               entry.check.verdict == checker::Verdict::kPass
                   ? "nothing, " + HowFar(entry.check)
                   : fmt::format("{} {}", Name(entry.check.verdict), HowFar(entry.check)),
               Count(entry.check.executions, "execution"), entry.check.seconds);
    collector.Add(entry);
  }
  return collector.Finish();
}

}  // namespace heddle::program
