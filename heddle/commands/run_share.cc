// SPDX-License-Identifier: BSD-3-Clause
//
// heddle run --shard i/N MODEL: one of N independent jobs, which know nothing of each other. Each
// makes the same plan, and explores its own shards of it.

#include <fmt/format.h>

#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "checker/search/limits.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/divided_search.h"
#include "heddle/input_file.h"
#include "heddle/output_file.h"
#include "heddle/run.h"
#include "heddle/run_shard.h"
#include "heddle/shard_folder.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

// Shards differ in size, and of several the sizes differ less.
constexpr std::size_t kShardsEach = 4;

void MakeFolder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    throw UsageError(fmt::format("cannot make the folder '{}': {}", path, error.message()));
  }
}

// Of all limits what the shards so far have left.
class Allowance {
 public:
  explicit Allowance(const checker::CheckOptions& limits)
      : limits_(limits), used_(limits.max_executions, limits.max_seconds, 0) {}

  bool IsUsedUp() const {
    return is_used_up_ || checker::stop_requested != 0 || used_.seconds_left() <= 0 ||
           used_.executions_left() == 0;
  }
  checker::CheckOptions Left() const {
    checker::CheckOptions left = limits_;
    left.max_executions = limits_.max_executions == 0 ? 0 : used_.executions_left();
    left.max_seconds = limits_.max_seconds > 0 ? used_.seconds_left() : 0;
    return left;
  }
  void Use(const checker::ShardResult& result) {
    used_.Add(result.outcome.executions + result.outcome.blocked);
    is_used_up_ = is_used_up_ || result.rest != 0;  // a shard has met a limit
  }

 private:
  const checker::CheckOptions limits_;
  checker::Limits used_;
  bool is_used_up_ = false;
};

// The first shard of this job's without a result.
std::optional<checker::ShardId> NextOf(const ShareOfShards& share, const checker::ShardTree& tree) {
  for (const checker::ShardId& id : tree.missing) {
    if (std::stoull(id.name) % share.of == share.number % share.of) {
      return id;
    }
  }
  return std::nullopt;
}

checker::Shard ShardNamed(const checker::ShardId& id, const checker::Planned& planned,
                          const ShardFolder& folder) {
  if (id.of.empty()) {
    return planned.shards.at(std::stoull(id.name) - 1);
  }
  const std::string path = folder.PathOf(ShardFileName(id));
  try {
    return checker::ParseShard(ContentsOf(path));
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot run '{}': {}", path, error.what()));
  }
}

// Plans of this search, and of no other, may be there.
void KeepPlan(const checker::Planned& planned, const ShardFolder& folder) {
  std::error_code none;
  if (fs::exists(folder.PathOf(kPlanFile), none)) {
    const checker::ShardPlan there = folder.Plan();
    if (!(there.header == planned.plan.header)) {
      throw UsageError(fmt::format("expected plan {} in '{}', found plan {}",
                                   planned.plan.header.plan, folder.path(), there.header.plan));
    }
  } else {
    WritePlan(folder.path(), planned);
  }
}

}  // namespace

ExitStatus RunShare(const std::string& model, const std::string& fault, const ShareOfShards& share,
                    const std::string& path, const RunOptions& options) {
  const DividedSearch search = DividedSearchOf(model, fault, options, "--shard");
  MakeFolder(path);
  std::optional<OutputFile> junit;
  if (!options.junit.empty()) {
    junit.emplace(options.junit);
  }
  const checker::Planned planned = Divide(search, share.of * kShardsEach, options);
  if (planned.is_interrupted) {
    fmt::print("{}: interrupted, nothing is planned\n", model);
    return kUndecided;
  }
  ShardFolder folder(path);
  KeepPlan(planned, folder);
  ExitStatus status = planned.plan.outcome.violations.empty() ? kAsExpected : kViolation;
  Allowance allowance(options.Limits());
  std::vector<JunitCase> cases;
  auto next = NextOf(share, folder.Tree(planned.plan));
  while (next && !allowance.IsUsedUp() && (status == kAsExpected || options.all_violations)) {
    const checker::RunOfShard run =
        Explore(search.subject, ShardNamed(*next, planned, folder), allowance.Left(), options);
    if (!run.result.outcome.lost.empty()) {
      throw TemporaryFailure(
          fmt::format("shard {}: {}", next->name, run.result.outcome.lost.front()));
    }
    const checker::ShardResult result = folder.Publish(run);
    fmt::print("{}\n", Sentence(search.subject, result));
    cases.push_back(CaseOf(search.subject, result));
    status = StatusOf(result) == kViolation ? kViolation : status;
    allowance.Use(result);
    next = NextOf(share, folder.Tree(planned.plan));
  }
  if (junit) {
    junit->Commit(ToJunit(ProducedHere(options), cases));
  }
  return next && status == kAsExpected ? kUndecided : status;
}

}  // namespace heddle::program
