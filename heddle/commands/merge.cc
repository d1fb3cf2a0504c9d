// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "checker/search/shard.h"
#include "checker/trace/build_id.h"
#include "heddle/commands/commands.h"
#include "heddle/input_file.h"
#include "heddle/merged.h"
#include "heddle/run.h"

namespace heddle::program {
namespace {

struct Inputs {
  checker::ShardPlan plan;
  std::vector<checker::ShardResult> results;
};

Inputs ReadAll(const std::vector<std::string>& files) {
  std::optional<checker::ShardPlan> plan;
  std::vector<checker::ShardResult> results;
  for (const std::string& file : files) {
    try {
      const std::string text = ContentsOf(file);
      if (checker::ShardFormatOf(text) != checker::kPlanFormat) {
        results.push_back(checker::ParseShardResult(text));
        continue;
      }
      checker::ShardPlan found = checker::ParsePlan(text);
      if (plan && !(plan->header == found.header)) {
        throw UsageError(
            fmt::format("expected one plan, found a second one, {}", found.header.plan));
      }
      plan = std::move(found);
    } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
      throw UsageError(fmt::format("cannot merge '{}': {}", file, error.what()));
    }
  }
  if (!plan) {
    throw UsageError("cannot merge: expected the plan among the files, its plan.json");
  }
  return {.plan = *std::move(plan), .results = std::move(results)};
}

Merged MergedFrom(const Inputs& inputs) {
  const checker::SearchIdentity& search = inputs.plan.header.search;
  try {
    checker::SearchIdentity here = search;
    here.build = checker::BuildId();
    RequireSame(search, here);
    return {.plan = inputs.plan.header,
            .search = Merge(inputs.plan, inputs.results),
            .is_whole = true,
            .shards = Count(inputs.plan.header.shards, "shard")};
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot merge: {}", error.what()));
  }
}

Subject SubjectToMerge(const checker::SearchIdentity& search) {
  try {
    return SubjectOf(search.subject);
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("cannot merge: {}", error.what()));
  }
}

bool IsFolder(const std::string& path) {
  std::error_code none;
  return std::filesystem::is_directory(path, none);
}

}  // namespace

ExitStatus MergeResults(const std::vector<std::string>& files, const RunOptions& options) {
  const bool is_folder = files.size() == 1 && IsFolder(files.front());
  const Merged merged = is_folder ? MergedIn(files.front()) : MergedFrom(ReadAll(files));
  const Subject subject = SubjectToMerge(merged.plan.search);
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  collector.Add(ReportOf(subject, merged, traces, options));
  return collector.Finish();
}

}  // namespace heddle::program
