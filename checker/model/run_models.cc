// SPDX-License-Identifier: BSD-3-Clause

#include "checker/model/run_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/model/command_line.h"
#include "checker/model/kept_trace.h"
#include "checker/report/interleaving.h"
#include "checker/report/message.h"
#include "checker/report/reproduction.h"
#include "checker/report/summary.h"
#include "checker/search/errors.h"
#include "checker/search/replay.h"
#include "checker/trace/build_id.h"

namespace heddle::checker {
namespace {

enum ModelStatus : int {
  kModelsPass = 0,
  kModelFails = 1,
  kWrongUsage = 2,
  kLimitReached = 3,
  kModelHasNoResult = 4,
};

// Of an interleaving, before its middle is left out.
constexpr std::size_t kMostLinesShown = 60;

class ModelRun {
 public:
  ModelRun(std::span<const NamedModel> models, std::string program)
      : models_(models), program_(std::move(program)) {}

  int Do(const ModelCommand& command) const {
    switch (command.kind) {
      case ModelCommand::Kind::kHelp:
        fmt::print("{}", ModelUsage(program_));
        return kModelsPass;
      case ModelCommand::Kind::kList:
        for (const NamedModel& model : models_) {
          fmt::print("{}\n", model.name);
        }
        return kModelsPass;
      case ModelCommand::Kind::kReplay:
        return FollowTrace(command.trace);
      case ModelCommand::Kind::kCheck:
        break;
    }
    return CheckAll(command);
  }

 private:
  const NamedModel& Named(std::string_view name) const {
    const auto found = std::ranges::find(models_, name, &NamedModel::name);
    if (found == models_.end()) {
      throw ModelUsageError(fmt::format("unknown model '{}'; {} list has them", name, program_));
    }
    return *found;
  }

  // The worst comes first: a violation, then a limit.
  int CheckAll(const ModelCommand& command) const {
    std::vector<NamedModel> chosen;
    chosen.reserve(command.models.size());
    for (const std::string& name : command.models) {
      chosen.push_back(Named(name));
    }
    if (command.models.empty()) {
      chosen.assign(models_.begin(), models_.end());
    }
    if (command.check.strategy.IsSampling()) {
      fmt::print("seed {}\n", command.check.seed);
    }
    int status = kModelsPass;
    for (const NamedModel& model : chosen) {
      const int its = CheckOne(model, command);
      status = status == kModelFails || its == kModelsPass ? status : its;
    }
    return status;
  }

  int CheckOne(const NamedModel& model, const ModelCommand& command) const {
    const std::unique_ptr<Program> program = model.make();
    const CheckResult result = Search(model, *program, command.check);
    for (const Violation& violation : result.violations) {
      Print(violation, Keep(violation, model, *program, result, command));
    }
    fmt::print("{}: {}\n", model.name, Summary(result));
    if (!result.violations.empty()) {
      return kModelFails;
    }
    return result.exhausted || result.strategy.IsSampling() ? kModelsPass : kLimitReached;
  }

  static CheckResult Search(const NamedModel& model, Program& program,
                            const CheckOptions& options) {
    try {
      return Check(program, options);
    } catch (const NotDeterministic& error) {
      throw NotDeterministic(
          fmt::format("nothing can be said about {}: {}", model.name, error.what()));
    }
  }

  // The path of the trace; empty if it cannot be kept: what was found counts more.
  std::string Keep(const Violation& violation, const NamedModel& model, const Program& program,
                   const CheckResult& result, const ModelCommand& command) const {
    TraceFile trace = {.build = BuildId(),
                       .subject = {},
                       .simulation = command.check.simulation,
                       .strategy = result.strategy,
                       .seed = {},
                       .violation = violation};
    trace.subject.name = model.name;
    trace.subject.threads = program.ThreadCount();
    trace.violation.message = MessageOf(violation);
    if (result.strategy.IsRelacys()) {
      trace.simulation.history_depth = 1;  // Relacy has its own
    }
    if (result.strategy.IsSampling()) {
      trace.seed = command.check.seed;
    }
    try {
      return KeepTrace(trace, command.trace_folder);
    } catch (const ModelUsageError& error) {
      std::fputs(fmt::format("{}: no trace is kept: {}\n", program_, error.what()).c_str(), stderr);
      return {};
    }
  }

  void Print(const Violation& violation, const std::string& file) const {
    const std::string again = fmt::format("{} replay {}", program_, file);
    const InterleavingOptions options = {.max_lines = file.empty() ? 0 : kMostLinesShown,
                                         .whole_is_in = again};
    fmt::print("{}\n", FormatInterleaving(violation, options));
    if (!file.empty()) {
      fmt::print("trace: {}\nagain: {}\n", file, again);
    }
  }

  int FollowTrace(const std::string& path) const {
    const TraceFile trace = ReadKeptTrace(path);
    const std::unique_ptr<Program> program = Named(trace.subject.name).make();
    std::optional<Violation> found;
    try {
      found = Replay(*program, trace.violation.schedule, trace.simulation);
    } catch (const Diverged& error) {
      fmt::print("{}: diverged: {}\n", path, error.what());
      return kModelFails;
    }
    if (found) {
      fmt::print("In {}:\n\n{}\n", trace.subject.name, FormatInterleaving(*found));
    }
    fmt::print("{}: {}\n", path, ReproductionText(found, trace.violation));
    return IsReproduced(found, trace.violation) ? kModelsPass : kModelFails;
  }

  std::span<const NamedModel> models_;
  std::string program_;
};

}  // namespace

int RunNamedModels(std::span<const NamedModel> models, int argc, const char* const* argv) {
  const std::span<const char* const> arguments(argv, static_cast<std::size_t>(argc));
  const std::string program = arguments.empty() ? "models" : arguments[0];
  const auto complain = [&program](const std::exception& error, int status) {
    std::fflush(stdout);
    std::fputs(fmt::format("{}: {}\n", program, error.what()).c_str(), stderr);
    return status;
  };
  try {
    const auto rest = arguments.empty() ? arguments : arguments.subspan(1);
    return ModelRun(models, program).Do(ParseModelCommand(rest));
  } catch (const ModelUsageError& error) {
    return complain(error, kWrongUsage);
  } catch (const std::exception& error) {
    return complain(error, kModelHasNoResult);
  }
}

}  // namespace heddle::checker
