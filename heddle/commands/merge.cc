// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "checker/search/shard.h"
#include "checker/trace/build_id.h"
#include "heddle/commands/commands.h"
#include "heddle/input_file.h"
#include "heddle/run.h"
#include "models/oracle_list.h"

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

}  // namespace

ExitStatus MergeResults(const std::vector<std::string>& files, const RunOptions& options) {
  const Inputs inputs = ReadAll(files);
  const checker::SearchIdentity& search = inputs.plan.header.search;
  checker::SearchInParts merged;
  Subject subject;
  try {
    checker::SearchIdentity here = search;
    here.build = checker::BuildId();
    RequireSame(search, here);
    subject = SubjectOf(search.subject);
    merged = Merge(inputs.plan, inputs.results);
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot merge: {}", error.what()));
  }
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  checker::CheckOptions check = search.options;
  models::SwitchChecks(subject.oracles, check.simulation);
  const std::unique_ptr<checker::Program> program = subject.Make();
  checker::ResultEntry entry = EntryFor(subject);
  entry.check = ResultOf(*program, check, merged);
  KeepTraces(subject, check, traces, entry);
  PrintViolations(entry, options);
  fmt::print("{}: {}, {}, {}, {}\n", AsExplored(entry), Name(entry.check.verdict()),
             HowFar(entry.check), HowMuch(entry.check), Count(inputs.plan.header.shards, "shard"));
  collector.Add(std::move(entry));
  return collector.Finish();
}

}  // namespace heddle::program
