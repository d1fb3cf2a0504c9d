// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "checker/search/shard.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/output_file.h"
#include "heddle/run.h"
#include "heddle/search.h"
#include "models/oracle_list.h"

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
  const Subject subject = {.model = &ModelNamed(model),
                           .fault = fault.empty() ? nullptr : &FaultNamed(fault),
                           .oracles = options.Oracles(),
                           .repaired = RepairedNamed(options.repairs)};
  RequireApplicable(subject);
  checker::CheckOptions check = options.CheckWith({});
  models::SwitchChecks(subject.oracles, check.simulation);
  RequireDivisible(check.strategy, "plan");
  MakeEmptyFolder(folder);
  const auto search = checker::SearchIdentity::Here(subject.Description(), check, checker::kSlice);
  const std::unique_ptr<checker::Program> program = subject.Make();
  std::optional<ProgressLine> progress(std::in_place, model, options);
  const checker::Planned planned = MakePlan(*program, search, shards, &*progress);
  progress.reset();
  if (planned.is_interrupted) {
    fmt::print("{}: interrupted, nothing is planned\n", model);
    return kUndecided;
  }
  for (const checker::Shard& shard : planned.shards) {
    const fs::path file = fs::path(folder) / fmt::format("shard-{}.json", shard.name);
    OutputFile(file.string()).Commit(ToText(shard));
  }
  // Last, so that a folder with a plan has all its shards.
  OutputFile((fs::path(folder) / "plan.json").string()).Commit(ToText(planned.plan));
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
