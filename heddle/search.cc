// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/search.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <stdexcept>

#include "checker/search/checkpoint.h"
#include "checker/search/search_in_parts.h"
#include "heddle/exit_status.h"
#include "heddle/input_file.h"
#include "heddle/output_file.h"

namespace heddle::program {
namespace {

bool IsShown(const RunOptions& options) { return !options.quiet && isatty(STDERR_FILENO) != 0; }

checker::SearchInParts Resumed(const std::string& path, const checker::SearchIdentity& identity) {
  try {
    return checker::ParseCheckpoint(ContentsOf(path), identity);
  } catch (const std::runtime_error& error) {  // UsageError, SearchFileError
    throw UsageError(fmt::format("cannot resume '{}': {}", path, error.what()));
  }
}

}  // namespace

ProgressLine::ProgressLine(const std::string& name, const RunOptions& options)
    : Progress(stderr, IsShown(options)) {
  Begin(name);
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
  const bool is_plain = options.jobs == 0 && !is_kept;
  if (is_plain && (!IsShown(options) || !checker::CanBeDivided(check.strategy))) {
    return checker::Check(program, check);
  }
  const std::uint64_t slice = options.jobs > 0 ? checker::kSlice : 0;
  const auto identity = checker::SearchIdentity::Here(subject.Description(), check, slice);
  checker::SearchInParts search =
      options.resume.empty() ? checker::BeginSearch(slice) : Resumed(options.resume, identity);
  std::optional<OutputFile> file;
  if (is_kept) {
    file.emplace(options.checkpoint.empty() ? options.resume : options.checkpoint);
  }
  ProgressLine progress(std::string(subject.model->name), options);
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
