// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "heddle/build_info.h"
#include "heddle/near_names.h"
#include "models/faults/catalogue.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using checker::CheckOptions;
using checker::ResultEntry;
using checker::Strategy;
using checker::Verdict;

// A fault that needs more than this to show itself is not one of this catalogue's.
constexpr unsigned kMaxPreemptions = 2;

template <class Entries>
std::vector<std::string> NamesOf(const Entries& entries) {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const auto& entry : entries) {
    names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace

bool RunOptions::UseColor() const {
  return !no_color && std::getenv("NO_COLOR") == nullptr && isatty(STDOUT_FILENO) != 0;
}

Strategy RunOptions::ParsedStrategy(const Strategy& otherwise) const {
  if (strategy.empty()) {
    return otherwise;
  }
  if (const auto parsed = checker::ParseStrategy(strategy)) {
    return *parsed;
  }
  throw UsageError(UnknownName("strategy", strategy, NamesOf(checker::StrategyDescriptions())));
}

CheckOptions RunOptions::Limits() const {
  CheckOptions limits;
  limits.max_executions = executions;
  limits.max_seconds = seconds;
  return limits;
}

const models::Model& ModelNamed(std::string_view name) {
  if (const models::Model* const model = models::FindModel(name)) {
    return *model;
  }
  throw UsageError(UnknownName("model", name, NamesOf(models::Models())));
}

const models::Fault& FaultNamed(std::string_view name) {
  if (const models::Fault* const fault = models::FindFault(name)) {
    return *fault;
  }
  throw UsageError(UnknownName("fault", name, NamesOf(models::Faults())));
}

ResultEntry RunModel(const models::Model& model, const models::Fault* fault,
                     const CheckOptions& options) {
  models::ModelOptions model_options;
  if (fault != nullptr) {
    fault->apply(model_options.protocol);
  }
  const std::unique_ptr<checker::Program> program = model.make(model_options);
  return {.kind = ResultEntry::Kind::kModel,
          .name = std::string(model.name),
          .model = std::string(model.name),
          .fault = std::string(fault == nullptr ? "" : fault->name),
          .revision = kRevision,
          .without = "",
          .expected = {Verdict::kPass},
          .check = checker::Check(*program, options)};
}

ResultEntry RunFault(const models::Fault& fault, const models::Expectation& expectation,
                     const CheckOptions& limits) {
  models::ModelOptions model_options;
  fault.apply(model_options.protocol);
  model_options.oracles = expectation.oracles;
  CheckOptions options = limits;
  options.check_lock_ranks = expectation.oracles.lock_ranks;
  const models::Model& model = ModelNamed(fault.model);
  const std::unique_ptr<checker::Program> program = model.make(model_options);
  return {.kind = ResultEntry::Kind::kFault,
          .name = std::string(fault.name),
          .model = std::string(model.name),
          .fault = std::string(fault.name),
          .revision = kRevision,
          .without = models::Without(expectation.oracles),
          .expected = expectation.verdicts,
          .check = checker::CheckWithFewestPreemptions(*program, kMaxPreemptions, options)};
}

std::string Count(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string HowFar(const checker::CheckResult& result) {
  if (result.verdict != Verdict::kPass) {
    return "with " + Count(result.preemptions, "preemption");
  }
  if (result.strategy.kind == Strategy::Kind::kRandom) {
    return "random sample";
  }
  if (!result.exhausted) {
    return "stopped at a limit";
  }
  return result.strategy.kind == Strategy::Kind::kRelacyFull
             ? "exhausted"
             : "bounded: " + Count(result.strategy.preemptions, "preemption");
}

Collector::Collector(const RunOptions& options) {
  report_.version = kVersion;
  report_.commit = kCommit;
  report_.compiler = kCompiler;
  report_.relacy = kRelacy;
  report_.options = options.command_line;
  if (!options.json.empty()) {
    json_.emplace(options.json);
  }
}

void Collector::Add(ResultEntry entry) { report_.entries.push_back(std::move(entry)); }

ExitStatus Collector::Finish() {
  if (json_) {
    json_->Commit(checker::ToJson(report_));
  }
  ExitStatus status = kAsExpected;
  for (const ResultEntry& entry : report_.entries) {
    if (entry.Undecided()) {
      status = status == kAsExpected ? kUndecided : status;
    } else if (!entry.AsExpected()) {
      status = kViolation;
    }
  }
  return status;
}

}  // namespace heddle::program
