// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/run_shard.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <new>
#include <string_view>

#include "heddle/run.h"
#include "heddle/search.h"
#include "models/oracle_list.h"

namespace heddle::program {
namespace {

std::string_view HowItEnded(const checker::ShardResult& result) {
  return !result.outcome.lost.empty()         ? "incomplete: a worker crashed"
         : !result.outcome.violations.empty() ? Name(result.outcome.violations.front().verdict)
         : result.rest != 0                   ? "stopped at a limit"
                                              : "exhausted";
}

}  // namespace

checker::RunOfShard Explore(const Subject& subject, checker::Shard shard,
                            const checker::CheckOptions& limits, const RunOptions& options) {
  models::SwitchChecks(subject.oracles, shard.header.search.options.simulation);
  const std::unique_ptr<checker::Program> program = subject.Make();
  ProgressLine progress(fmt::format("{}, shard {}", subject.model->name, shard.name), options);
  try {
    return RunShard(*program, shard, limits, {.jobs = options.jobs, .progress = &progress});
  } catch (const std::bad_alloc&) {
    throw TemporaryFailure(fmt::format("shard {}: there is no memory left", shard.name));
  }
}

std::string Sentence(const Subject& subject, const checker::ShardResult& result) {
  return fmt::format("{}, shard {} of {}: {}, {}, {} blocked, {:.2f} s", subject.model->name,
                     result.name, result.header.shards, HowItEnded(result),
                     Count(result.outcome.executions, "execution"), result.outcome.blocked,
                     result.seconds);
}

ExitStatus StatusOf(const checker::ShardResult& result) {
  return !result.outcome.lost.empty()         ? kNoResult
         : !result.outcome.violations.empty() ? kViolation
         : result.rest != 0                   ? kUndecided
                                              : kAsExpected;
}

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

}  // namespace heddle::program
