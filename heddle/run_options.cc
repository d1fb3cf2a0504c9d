// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/run_options.h"

#include <unistd.h>

#include "checker/process/shell_quoted.h"
#include "heddle/color.h"
#include "heddle/exit_status.h"
#include "heddle/near_names.h"
#include "heddle/oracle_names.h"
#include "models/picture/heap_lines.h"

namespace heddle::program {
namespace {

constexpr std::size_t kMostLines = 40;

}  // namespace

checker::StrategyName StrategyNamed(const std::string& name) {
  const auto strategy = checker::ParseStrategyName(name);
  if (!strategy) {
    throw UsageError(UnknownName("strategy", name, NamesOf(checker::StrategyDescriptions())));
  }
  return *strategy;
}

checker::CheckOptions RunOptions::CheckWith(const checker::StrategyName& otherwise) const {
  checker::CheckOptions check = Limits();
  check.strategy = otherwise;
  if (!strategy.empty()) {
    check.strategy = StrategyNamed(strategy);
  }
  return check;
}

checker::CheckOptions RunOptions::Limits() const {
  checker::CheckOptions check;
  check.simulation.history_depth = depth;
  check.simulation.max_steps = max_steps;
  check.prune = prune;
  check.all_violations = all_violations;
  check.count_traces = count_traces;
  check.seed = seed;
  check.max_executions = executions;
  check.max_seconds = seconds;
  check.max_bytes = bytes;
  return check;
}

models::Oracles RunOptions::Oracles() const { return OraclesWithout(without); }

checker::InterleavingOptions RunOptions::Interleaving(const checker::Counterexample& example,
                                                      const std::string& trace_file) const {
  return {.color = UseColor(color, StreamOf(STDOUT_FILENO)),
          .max_lines = full ? 0 : kMostLines,
          .whole_is_in = trace_file.empty()
                             ? "--full"
                             : "heddle replay " + checker::ShellQuotedPath(trace_file) + " --full",
          .drawings = models::HeapLines(example).lines(),
          .legend = models::kHeapLegend};
}

}  // namespace heddle::program
