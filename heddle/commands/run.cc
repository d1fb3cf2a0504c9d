// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "checker/process/shell_quoted.h"
#include "checker/search/shard.h"
#include "checker/trace/build_id.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/input_file.h"
#include "heddle/output_file.h"
#include "heddle/reports/junit.h"
#include "heddle/search.h"
#include "models/oracle_list.h"

namespace heddle::program {
namespace {

// A shard of another build may mean something else there, or nothing.
void RequireThisBuild(const checker::SearchIdentity& search) {
  checker::SearchIdentity here = search;
  here.build = checker::BuildId();
  RequireSame(search, here);
}

std::string_view HowItEnded(const checker::ShardResult& result) {
  return !result.outcome.lost.empty()         ? "incomplete: a worker crashed"
         : !result.outcome.violations.empty() ? Name(result.outcome.violations.front().verdict)
         : result.rest != 0                   ? "stopped at a limit"
                                              : "exhausted";
}

ExitStatus StatusOf(const checker::ShardResult& result) {
  return !result.outcome.lost.empty()         ? kNoResult
         : !result.outcome.violations.empty() ? kViolation
         : result.rest != 0                   ? kUndecided
                                              : kAsExpected;
}

// What a shard has come to, as far as its result says it: interleavings are had when all are
// merged.
JunitCase CaseOf(const Subject& subject, const checker::ShardResult& result) {
  const checker::Outcome& outcome = result.outcome;
  JunitCase each;
  each.kind = "shard";
  each.name =
      fmt::format("{} shard {} of {}", subject.model->name, result.name, result.header.shards);
  each.seconds = result.seconds;
  each.output = fmt::format("{}, {}, {} blocked", HowItEnded(result),
                            Count(outcome.executions, "execution"), outcome.blocked);
  if (!outcome.lost.empty()) {
    each.outcome = JunitCase::Outcome::kError;
    each.type = "lost";
    each.message = fmt::format("{}", fmt::join(outcome.lost, "; "));
  } else if (!outcome.violations.empty()) {
    const checker::FoundViolation& first = outcome.violations.front();
    each.outcome = JunitCase::Outcome::kFailed;
    each.type = Name(first.verdict);
    each.message = fmt::format("{}: {}", each.type,
                               first.message.empty() ? Explain(first.verdict) : first.message);
  } else if (result.rest != 0) {
    each.outcome = JunitCase::Outcome::kSkipped;
    each.message = fmt::format("not decided: {} are left", Count(result.rest, "shard"));
  }
  return each;
}

}  // namespace

ExitStatus RunShardFile(const std::string& path, const std::string& result_path,
                        const RunOptions& options) {
  checker::Shard shard;
  Subject subject;
  try {
    shard = checker::ParseShard(ContentsOf(path));
    RequireThisBuild(shard.header.search);
    subject = SubjectOf(shard.header.search.subject);
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot run '{}': {}", path, error.what()));
  }
  const OutputFile file(result_path);
  std::optional<OutputFile> junit;
  if (!options.junit.empty()) {
    junit.emplace(options.junit);
  }
  models::SwitchChecks(subject.oracles, shard.header.search.options.simulation);
  const std::unique_ptr<checker::Program> program = subject.Make();
  std::optional<ProgressLine> progress(
      std::in_place, fmt::format("{}, shard {}", subject.model->name, shard.name), options);
  const checker::RunOfShard run =
      RunShard(*program, shard, options.Limits(), {.jobs = options.jobs, .progress = &*progress});
  progress.reset();
  const std::filesystem::path folder = std::filesystem::path(result_path).parent_path();
  for (const checker::Shard& rest : run.rest) {
    const std::string rest_path = (folder / fmt::format("shard-{}.json", rest.name)).string();
    OutputFile(rest_path).Commit(ToText(rest));
    fmt::print("left: {}\n", rest_path);
    const std::string rest_result = (folder / fmt::format("result-{}.json", rest.name)).string();
    if (run.result.outcome.lost.empty()) {
      EndWith(fmt::format("heddle run {} -o {}", checker::ShellQuotedPath(rest_path),
                          checker::ShellQuotedPath(rest_result)));
    }
  }
  if (junit) {
    junit->Commit(ToJunit(ProducedHere(options), {CaseOf(subject, run.result)}));
  }
  // Last, so that what a result speaks of is there.
  file.Commit(ToText(run.result));
  for (const std::string& lost : run.result.outcome.lost) {
    std::fputs(fmt::format("heddle: shard {}: {}\n", shard.name, lost).c_str(), stderr);
  }
  fmt::print("{}, shard {} of {}: {}, {}, {} blocked, {:.2f} s\n", subject.model->name, shard.name,
             shard.header.shards, HowItEnded(run.result),
             Count(run.result.outcome.executions, "execution"), run.result.outcome.blocked,
             run.result.seconds);
  return StatusOf(run.result);
}

}  // namespace heddle::program
