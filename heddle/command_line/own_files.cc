// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "heddle/command_line/arguments.h"
#include "heddle/exit_status.h"
#include "heddle/file_names.h"
#include "heddle/trace_folder.h"

namespace heddle::program {

namespace {

namespace fs = std::filesystem;

// A file must not take the place of the folder, or of a trace that is to be kept there.
void RequireApartFromTraces(const std::vector<NamedFile>& outputs, const std::string& folder) {
  std::error_code none;
  const fs::path traces = fs::weakly_canonical(fs::absolute(folder), none);
  for (const NamedFile& output : outputs) {
    if (output.path.empty()) {
      continue;
    }
    const fs::path file = fs::weakly_canonical(fs::absolute(output.path), none);
    if (file == traces || (file.parent_path() == traces && file.extension() == ".json")) {
      throw UsageError(fmt::format(
          "cannot write {} to '{}': expected a name that no trace, and not their folder, has",
          output.purpose, output.path));
    }
  }
}

}  // namespace

// A search that goes on is allowed to bring the file up to date that it has begun with.
void RequireFilesOfTheirOwn(const Arguments& arguments) {
  const RunOptions& options = arguments.options;
  const bool is_renewed = options.checkpoint.empty() || options.checkpoint == options.resume;
  std::vector<NamedFile> inputs = {
      {"the shard", arguments.shard},        {"the trace", arguments.trace},
      {"--around", arguments.stress.around}, {"the programs", arguments.programs},
      {"--hosts", arguments.cluster.hosts},  {"--file", arguments.litmus.file},
      {"--trace-dir", options.trace_folder}, {"--resume", is_renewed ? "" : options.resume}};
  for (const std::string& result : arguments.results) {
    inputs.push_back({"a result", result});
  }
  const std::vector<NamedFile> outputs = {
      {"--json", options.json},
      {"--junit", options.junit},
      {"--sarif", options.sarif},
      {"--trace-event", options.trace_event},
      {"--html", options.html},
      {is_renewed ? "--resume" : "--checkpoint", is_renewed ? options.resume : options.checkpoint},
      {"--output", arguments.output}};
  RequireFilesOfTheirOwn(outputs, inputs);
  RequireApartFromTraces(outputs, options.trace_folder.empty() ? std::string(kDefaultTraceFolder)
                                                               : options.trace_folder);
}

}  // namespace heddle::program
