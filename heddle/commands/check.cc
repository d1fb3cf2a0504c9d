// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include "checker/report/interleaving.h"
#include "heddle/commands/commands.h"

namespace heddle::program {

ExitStatus CheckModels(const std::vector<std::string>& models, const std::string& fault,
                       const RunOptions& options) {
  checker::CheckOptions check = options.Limits();
  check.strategy = options.ParsedStrategy(checker::Strategy{});
  const models::Fault* const applied = fault.empty() ? nullptr : &FaultNamed(fault);
  std::vector<const models::Model*> named;
  named.reserve(models.size());
  for (const std::string& name : models) {
    named.push_back(&ModelNamed(name));
  }
  Collector collector(options);
  for (const models::Model* const model : named) {
    const checker::ResultEntry entry = RunModel(*model, applied, check);
    if (!options.quiet) {
      fmt::print("{}", checker::FormatInterleaving(entry.check, {.color = options.UseColor()}));
    }
    fmt::print("{}{}: {}, {}, {}, {:.2f} s\n", entry.name,
               applied == nullptr ? "" : fmt::format(" with {}", applied->name),
               Name(entry.check.verdict), HowFar(entry.check),
               Count(entry.check.executions, "execution"), entry.check.seconds);
    collector.Add(entry);
  }
  return collector.Finish();
}

}  // namespace heddle::program
