// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/file_names.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "heddle/exit_status.h"

namespace heddle::program {
namespace {

bool AreTheSame(const std::string& one, const std::string& other) {
  namespace fs = std::filesystem;
  if (one.empty() || other.empty()) {
    return false;
  }
  std::error_code failed;
  // Of a path that leads nowhere the commands themselves have something to say.
  const auto resolved = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, failed), failed);
  };
  return one == other || resolved(one) == resolved(other);
}

}  // namespace

void RequireFilesOfTheirOwn(const std::vector<NamedFile>& outputs,
                            const std::vector<NamedFile>& inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::vector<NamedFile> others(outputs.begin(),
                                  outputs.begin() + static_cast<std::ptrdiff_t>(i));
    others.insert(others.end(), inputs.begin(), inputs.end());
    for (const NamedFile& other : others) {
      if (AreTheSame(outputs[i].path, other.path)) {
        throw UsageError(fmt::format("expected another file for {} than for {}, found '{}'",
                                     outputs[i].purpose, other.purpose, outputs[i].path));
      }
    }
  }
}

}  // namespace heddle::program
