// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/search.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "checker/search/checkpoint.h"
#include "checker/search/search_in_parts.h"
#include "heddle/color.h"
#include "heddle/exit_status.h"
#include "heddle/input_file.h"
#include "heddle/output_file.h"

namespace heddle::program {
namespace {

checker::Progress::Form FormFor(const RunOptions& options) {
  if (options.quiet) {
    return checker::Progress::Hidden();
  }
  return StreamOf(STDERR_FILENO).CanRedraw()
             ? checker::Progress::OnTerminal(ColumnsOf(STDERR_FILENO))
             : checker::Progress::InLog();
}

// What it is held against may come from the environment, where nobody has it before their eyes.
checker::SearchInParts Resumed(const RunOptions& options, const checker::SearchIdentity& identity) {
  try {
    return checker::ParseCheckpoint(ContentsOf(options.resume), identity);
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot resume '{}': {}{}{}", options.resume, error.what(),
                                 options.environment.empty() ? "" : "; the environment says ",
                                 std::string_view(options.environment)
                                     .substr(0, options.environment.find_last_not_of(' ') + 1)));
  }
}

// What is left of another search, or no checkpoint at all, is not to be lost.
void RequireNewOrOwn(const std::string& path, const checker::SearchIdentity& identity) {
  std::error_code none;
  if (path.empty() || !std::filesystem::exists(path, none)) {
    return;
  }
  try {
    checker::ParseCheckpoint(ContentsOf(path), identity);
  } catch (const std::runtime_error&) {  // UsageError, SearchFileError
    throw UsageError(
        fmt::format("cannot write a checkpoint to '{}': expected a new name, or a checkpoint of "
                    "the same search",
                    path));
  }
}

}  // namespace

ProgressLine::ProgressLine(const std::string& name, const RunOptions& options)
    : Progress(stderr, FormFor(options)) {
  Begin(options.position.empty() ? name : options.position + ", " + name);
}

void RequireDivisible(const checker::StrategyName& strategy, const std::string& what) {
  if (!checker::CanBeDivided(strategy)) {
    throw UsageError(
        fmt::format("{} needs a strategy that can be divided: dpor, sleep, dfs or "
                    "bounded:N, not {}",
                    what, ToString(strategy)));
  }
}

checker::CheckOptions WithinBoundOf(const models::Model& model, checker::CheckOptions check,
                                    const RunOptions& options) {
  if (options.strategy.empty() && model.bound > 0) {
    check.strategy = {checker::StrategyName::Kind::kBounded, model.bound};
  }
  return check;
}

void RequirePossible(const checker::StrategyName& strategy, const RunOptions& options) {
  if (options.jobs > 0) {
    RequireDivisible(strategy, "--jobs");
  }
  if (!options.checkpoint.empty()) {
    RequireDivisible(strategy, "--checkpoint");
  }
  if (!options.resume.empty()) {
    RequireDivisible(strategy, "--resume");
  }
}

checker::CheckResult Search(const Subject& subject, checker::Program& program,
                            const checker::CheckOptions& check, const RunOptions& options) {
  RequirePossible(check.strategy, options);
  const bool is_kept = !options.checkpoint.empty() || !options.resume.empty();
  ProgressLine progress(std::string(subject.model->name), options);
  if (!checker::CanBeDivided(check.strategy)) {
    return checker::Check(program, check, &progress);
  }
  const std::uint64_t slice = options.jobs > 0 ? checker::kSlice : 0;
  const auto identity = checker::SearchIdentity::Here(subject.Description(), check, slice);
  checker::SearchInParts search =
      options.resume.empty() ? checker::BeginSearch(slice) : Resumed(options, identity);
  std::optional<OutputFile> file;
  RequireNewOrOwn(options.checkpoint, identity);
  if (is_kept) {
    file.emplace(options.checkpoint.empty() ? options.resume : options.checkpoint);
  }
  checker::CheckResult result =
      CheckInParts(program, check, {.jobs = options.jobs, .progress = &progress}, search);
  const bool is_over = !check.all_violations && !result.violations.empty();
  if (file && !search.IsDone() && !is_over) {
    file->Commit(checker::CheckpointText(identity, search));
    fmt::print("what is left: --resume {}\n",
               options.checkpoint.empty() ? options.resume : options.checkpoint);
  }
  return result;
}

}  // namespace heddle::program
