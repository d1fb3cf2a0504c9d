// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/run.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "checker/process/shell_quoted.h"
#include "checker/search/shard.h"
#include "checker/trace/build_id.h"
#include "heddle/again.h"
#include "heddle/commands/commands.h"
#include "heddle/input_file.h"
#include "heddle/output_file.h"
#include "heddle/run_shard.h"
#include "heddle/shard_folder.h"

namespace heddle::program {
namespace {

struct ShardHere {
  checker::Shard shard;
  Subject subject;
};

std::string HostName() {
  utsname names = {};
  return uname(&names) == 0 ? names.nodename : "this host";
}

// A shard of another build may mean something else there, or nothing. Of many hosts one may have
// another, and it is to be known which.
void RequireThisBuild(const std::string& path, const checker::SearchIdentity& search) {
  checker::SearchIdentity here = search;
  here.build = checker::BuildId();
  try {
    RequireSame(search, here);
  } catch (const checker::SearchFileError& error) {
    throw OtherBuild(fmt::format("{} cannot run '{}': {}", HostName(), path, error.what()));
  }
}

ShardHere Load(const std::string& path) {
  try {
    ShardHere here;
    here.shard = checker::ParseShard(ContentsOf(path));
    RequireThisBuild(path, here.shard.header.search);
    here.subject = SubjectOf(here.shard.header.search.subject);
    return here;
  } catch (const OtherBuild&) {
    throw;
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot run '{}': {}", path, error.what()));
  }
}

// To a file, with what is left beside it.
checker::ShardResult RunToFile(const ShardHere& here, const std::string& path,
                               const RunOptions& options) {
  const OutputFile file(path);
  const checker::RunOfShard run = Explore(here.subject, here.shard, options.Limits(), options);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
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
  // Last, so that what a result speaks of is there.
  file.Commit(ToText(run.result));
  return run.result;
}

// To a folder, where there may be a result of it already: then that one counts.
checker::ShardResult RunToFolder(const ShardHere& here, const std::string& path,
                                 const RunOptions& options) {
  ShardFolder folder(path);
  if (const checker::ShardResult* const known = folder.Find(here.shard.header, IdOf(here.shard))) {
    fmt::print("shard {}: there is a result already\n", here.shard.name);
    return *known;
  }
  const checker::RunOfShard run = Explore(here.subject, here.shard, options.Limits(), options);
  if (!run.result.outcome.lost.empty()) {
    throw TemporaryFailure(
        fmt::format("shard {}: {}", here.shard.name, run.result.outcome.lost.front()));
  }
  return folder.Publish(run);
}

}  // namespace

ExitStatus RunShardFile(const std::string& path, const std::string& output,
                        const RunOptions& options) {
  const ShardHere here = Load(path);
  std::optional<OutputFile> junit;
  if (!options.junit.empty()) {
    junit.emplace(options.junit);
  }
  std::error_code none;
  const bool is_folder = std::filesystem::is_directory(output, none);
  const checker::ShardResult result =
      is_folder ? RunToFolder(here, output, options) : RunToFile(here, output, options);
  if (junit) {
    junit->Commit(ToJunit(ProducedHere(options), {CaseOf(here.subject, result)}));
  }
  for (const std::string& lost : result.outcome.lost) {
    std::fputs(fmt::format("heddle: shard {}: {}\n", here.shard.name, lost).c_str(), stderr);
  }
  fmt::print("{}\n", Sentence(here.subject, result));
  return StatusOf(result);
}

}  // namespace heddle::program
