// SPDX-License-Identifier: BSD-3-Clause

#include <string>
#include <vector>

#include "heddle/command_line/arguments.h"
#include "heddle/file_names.h"

namespace heddle::program {

// A search that goes on is allowed to bring the file up to date that it has begun with.
void RequireFilesOfTheirOwn(const Arguments& arguments) {
  const RunOptions& options = arguments.options;
  const bool is_renewed = options.checkpoint.empty() || options.checkpoint == options.resume;
  std::vector<NamedFile> inputs = {{"the shard", arguments.shard},
                                   {"the trace", arguments.trace},
                                   {"--around", arguments.stress.around},
                                   {"the programs", arguments.programs},
                                   {"--file", arguments.litmus.file},
                                   {"--trace-dir", options.trace_folder},
                                   {"--resume", is_renewed ? "" : options.resume}};
  for (const std::string& result : arguments.results) {
    inputs.push_back({"a result", result});
  }
  RequireFilesOfTheirOwn(
      {{"--json", options.json},
       {"--junit", options.junit},
       {"--sarif", options.sarif},
       {"--trace-event", options.trace_event},
       {"--html", options.html},
       {is_renewed ? "--resume" : "--checkpoint", is_renewed ? options.resume : options.checkpoint},
       {"--output", arguments.output}},
      inputs);
}

}  // namespace heddle::program
