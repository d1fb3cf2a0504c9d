// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_RUN_H_
#define HEDDLE_HEDDLE_RUN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checker/report/result.h"
#include "checker/search/check.h"
#include "heddle/exit_status.h"
#include "heddle/output_file.h"
#include "models/faults/fault.h"
#include "models/model.h"

namespace heddle::program {

// What every command that explores takes.
struct RunOptions {
  std::string strategy;  // empty: the command's own
  std::string json;      // empty: none
  std::string command_line;
  double seconds = 0;            // limit of each search; 0: none
  std::uint64_t executions = 0;  // likewise
  bool quiet = false;
  bool no_color = false;

  bool UseColor() const;
  // The strategy asked for, or `otherwise`. Throws UsageError.
  checker::Strategy ParsedStrategy(const checker::Strategy& otherwise) const;
  checker::CheckOptions Limits() const;
};

// Both throw UsageError if there is none of that name.
const models::Model& ModelNamed(std::string_view name);
const models::Fault& FaultNamed(std::string_view name);

// The design of the scavenger that all models explore.
inline constexpr char kRevision[] = "R4";

// Explores a model with a fault, or none, under the options' strategy.
checker::ResultEntry RunModel(const models::Model& model, const models::Fault* fault,
                              const checker::CheckOptions& options);

// Looks for what the fault is expected to be found as, fewest preemptions first.
checker::ResultEntry RunFault(const models::Fault& fault, const models::Expectation& expectation,
                              const checker::CheckOptions& limits);

// "exhausted", "bounded: 2 preemptions" (nothing is left within the bound), "stopped at a limit",
// ...
std::string HowFar(const checker::CheckResult& result);
std::string Count(std::uint64_t number, std::string_view noun);

// Collects results for the exit status and, if asked for, a file.
class Collector {
 public:
  explicit Collector(const RunOptions& options);

  void Add(checker::ResultEntry entry);
  const checker::Report& report() const { return report_; }
  // Writes the file. The status is that of the worst result.
  ExitStatus Finish();

 private:
  std::optional<OutputFile> json_;
  checker::Report report_;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_RUN_H_
