// SPDX-License-Identifier: BSD-3-Clause

#include "checker/model/run_models.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "checker/model/command_line.h"
#include "checker/model/kept_trace.h"
#include "checker/process/shell_quoted.h"
#include "checker/process/signals.h"
#include "checker/process/standard_streams.h"
#include "checker/report/interleaving.h"
#include "checker/report/message.h"
#include "checker/report/near_names.h"
#include "checker/report/reproduction.h"
#include "checker/report/summary.h"
#include "checker/search/errors.h"
#include "checker/search/limits.h"
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

std::vector<std::string> NamesOf(std::span<const NamedModel> models) {
  std::vector<std::string> names;
  names.reserve(models.size());
  for (const NamedModel& model : models) {
    names.emplace_back(model.name);
  }
  return names;
}

class ModelRun {
 public:
  // `program` is as a shell reads it.
  ModelRun(std::span<const NamedModel> models, std::string program)
      : models_(models), program_(std::move(program)) {}

  // The command that shows what was not as it should be; empty: the same once more.
  const std::string& again() const { return again_; }

  int Do(const ModelCommand& command) {
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
  const NamedModel& Named(std::string_view name, const std::vector<std::string>& near = {}) const {
    const auto found = std::ranges::find(models_, name, &NamedModel::name);
    if (found == models_.end()) {
      throw ModelUsageError(
          near.empty()
              ? fmt::format("unknown model '{}'; {} list has them", name, program_)
              : fmt::format("unknown model '{}'; did you mean {}?", name, fmt::join(near, " or ")));
    }
    return *found;
  }

  // The worst comes first: a violation, then a limit.
  int CheckAll(const ModelCommand& command) {
    std::vector<NamedModel> chosen;
    chosen.reserve(command.models.size());
    for (const std::string& name : command.models) {
      chosen.push_back(Named(name, NearNames(name, NamesOf(models_))));
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

  int CheckOne(const NamedModel& model, const ModelCommand& command) {
    if (stop_requested != 0) {
      fmt::print("{}: not explored, interrupted\n", model.name);
      return kLimitReached;
    }
    const std::unique_ptr<Program> program = model.make();
    const CheckResult result = Search(model, *program, command.check);
    for (const Violation& violation : result.violations) {
      Print(violation, Keep(violation, model, *program, result, command));
    }
    fmt::print("{}: {}\n", model.name, Summary(result));
    if (!result.violations.empty()) {
      return kModelFails;
    }
    const bool is_whole_sample = result.strategy.IsSampling() && stop_requested == 0;
    return result.exhausted || is_whole_sample ? kModelsPass : kLimitReached;
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

  std::string ReplayOf(const std::string& file) const {
    return fmt::format("{} replay {}", program_, ShellQuotedPath(file));
  }

  void Print(const Violation& violation, const std::string& file) {
    const std::string again = ReplayOf(file);
    const InterleavingOptions options = {.max_lines = file.empty() ? 0 : kMostLinesShown,
                                         .whole_is_in = again};
    fmt::print("{}\n", FormatInterleaving(violation, options));
    if (!file.empty()) {
      fmt::print("trace: {}\nagain: {}\n", file, again);
      again_ = again_.empty() ? again : again_;
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
  std::string again_;
};

// The command line as a shell reads it.
std::string SameAgain(std::span<const char* const> arguments) {
  std::string line;
  for (const char* const argument : arguments) {
    line += (line.empty() ? "" : " ") + ShellQuoted(argument);
  }
  return line;
}

}  // namespace

int RunNamedModels(std::span<const NamedModel> models, int argc, const char* const* argv) {
  const std::span<const char* const> arguments(argv, static_cast<std::size_t>(argc));
  const std::string program = arguments.empty() ? "models" : arguments[0];
  const auto complain = [&program](const std::exception& error, int status) {
    std::fflush(stdout);
    std::fputs(fmt::format("{}: {}\n", program, error.what()).c_str(), stderr);
    return status;
  };
  const auto end_with = [](const std::string& command) {
    std::fputs((command + "\n").c_str(), stderr);
  };
  try {
    OpenStandardStreams();
    StopSearchesOnSignals();
    OutliveFileSizeLimit();
    const auto rest = arguments.empty() ? arguments : arguments.subspan(1);
    ModelRun run(models, ShellQuoted(program));
    const int status = run.Do(ParseModelCommand(rest, NamesOf(models)));
    // Results that nobody can read are no results.
    if (!FlushStandardOutput()) {
      throw ModelUsageError("cannot write to standard output");
    }
    if (status != kModelsPass) {
      end_with(run.again().empty() ? SameAgain(arguments) : run.again());
    }
    return status;
  } catch (const ModelUsageError& error) {
    return complain(error, kWrongUsage);
  } catch (const std::system_error& error) {  // fmt: a write failed
    return complain(error, kWrongUsage);
  } catch (const std::exception& error) {
    complain(error, kModelHasNoResult);
    end_with(SameAgain(arguments));
    return kModelHasNoResult;
  }
}

}  // namespace heddle::checker
