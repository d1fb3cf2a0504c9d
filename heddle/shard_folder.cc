// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/shard_folder.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "checker/process/whole_file.h"
#include "checker/trace/build_id.h"
#include "heddle/exit_status.h"
#include "heddle/input_file.h"
#include "heddle/output_file.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

void Write(const std::string& path, const std::string& text) {
  if (const std::error_code error = checker::WriteWhole(path, text)) {
    throw TemporaryFailure(fmt::format("cannot write '{}': {}", path, error.message()));
  }
}

// Of what there are few, such as FAT: there the last of two results counts.
bool IsWithoutLinks(const std::error_code& error) {
  return error == std::errc::operation_not_permitted || error == std::errc::not_supported ||
         error == std::errc::operation_not_supported || error == std::errc::function_not_supported;
}

}  // namespace

std::string ShardFolder::PathOf(const std::string& name) const {
  return (fs::path(path_) / name).string();
}

checker::ShardPlan ShardFolder::Plan() const {
  try {
    checker::ShardPlan plan = checker::ParsePlan(ContentsOf(PathOf(kPlanFile)));
    checker::SearchIdentity here = plan.header.search;
    here.build = checker::BuildId();
    RequireSame(plan.header.search, here);
    return plan;
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot read the plan '{}': {}", PathOf(kPlanFile), error.what()));
  }
}

std::optional<checker::ShardResult> ShardFolder::Read(const checker::ShardHeader& plan,
                                                      const checker::ShardId& id) {
  const std::string name = ResultFileName(plan, id);
  std::error_code none;
  if (!fs::exists(PathOf(name), none)) {
    damaged_.erase(name);
    return std::nullopt;
  }
  try {
    checker::ShardResult result = checker::ParseShardResult(ContentsOf(PathOf(name)));
    if (!(result.header == plan) || IdOf(result) != id) {
      throw checker::SearchFileError(
          fmt::format("expected the result of shard {}, found that of {}", id.name, result.name));
    }
    damaged_.erase(name);
    return result;
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    damaged_.insert_or_assign(name, error.what());
    return std::nullopt;
  }
}

const checker::ShardResult* ShardFolder::Find(const checker::ShardHeader& plan,
                                              const checker::ShardId& id) {
  const std::string name = ResultFileName(plan, id);
  auto found = known_.find(name);
  if (found == known_.end()) {
    if (std::optional<checker::ShardResult> result = Read(plan, id)) {
      found = known_.emplace(name, *std::move(result)).first;
    }
  }
  return found == known_.end() ? nullptr : &found->second;
}

checker::ShardResult ShardFolder::Publish(const checker::RunOfShard& run) {
  const checker::ShardHeader& plan = run.result.header;
  for (const checker::Shard& rest : run.rest) {
    Write(PathOf(ShardFileName(IdOf(rest))), ToText(rest));
  }
  // Last, so that what a result speaks of is there.
  const std::string text = ToText(run.result);
  const std::string name = ResultFileName(plan, IdOf(run.result));
  const std::error_code error = checker::WriteNew(PathOf(name), text);
  if (!error) {
    return run.result;
  }
  if (const checker::ShardResult* const first = Find(plan, IdOf(run.result))) {
    return *first;
  }
  if (!damaged_.contains(name) && !IsWithoutLinks(error)) {
    throw TemporaryFailure(fmt::format("cannot write '{}': {}", PathOf(name), error.message()));
  }
  Write(PathOf(name), text);
  return run.result;
}

void ShardFolder::LookAgain() const {
  const std::string path = PathOf(".look");
  std::ofstream(path).close();
  std::error_code none;
  fs::remove(path, none);
}

checker::ShardTree ShardFolder::Tree(const checker::ShardPlan& plan) {
  return TreeOf(plan, [&](const checker::ShardId& id) { return Find(plan.header, id); });
}

void WritePlan(const std::string& folder, const checker::Planned& planned) {
  const ShardFolder files(folder);
  for (const checker::Shard& shard : planned.shards) {
    OutputFile(files.PathOf(ShardFileName(IdOf(shard)))).Commit(ToText(shard));
  }
  OutputFile(files.PathOf(kPlanFile)).Commit(ToText(planned.plan));
}

}  // namespace heddle::program
