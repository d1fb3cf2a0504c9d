// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "checker/search/shard.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/divided_search.h"
#include "heddle/run.h"
#include "heddle/shard_folder.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

// Files of an older plan would get among those of this one.
void MakeEmptyFolder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  const bool is_empty = !error && fs::is_empty(path, error);
  if (error) {
    throw UsageError(fmt::format("cannot make the folder '{}': {}", path, error.message()));
  }
  if (!is_empty) {
    throw UsageError(fmt::format("expected an empty folder for the plan, '{}' is not", path));
  }
}

}  // namespace

ExitStatus PlanShards(const std::string& model, const std::string& fault, std::size_t shards,
                      const std::string& folder, const RunOptions& options) {
  const DividedSearch search = DividedSearchOf(model, fault, options, "plan");
  MakeEmptyFolder(folder);
  const checker::Planned planned = Divide(search, shards, options);
  if (planned.is_interrupted) {
    fmt::print("{}: interrupted, nothing is planned\n", model);
    return kUndecided;
  }
  WritePlan(folder, planned);
  const checker::Outcome& outcome = planned.plan.outcome;
  fmt::print("{}: plan {}, {} in {}; {} on the way, {} blocked{}\n", model,
             planned.plan.header.plan, Count(planned.shards.size(), "shard"), folder,
             Count(outcome.executions, "execution"), outcome.blocked,
             outcome.violations.empty()
                 ? ""
                 : fmt::format(", found: {}", Name(outcome.violations.front().verdict)));
  EndWith(CheckedWhole(options));  // the folder is not empty any more
  return outcome.violations.empty() ? kAsExpected : kViolation;
}

}  // namespace heddle::program
