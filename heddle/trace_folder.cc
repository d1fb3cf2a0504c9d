// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/trace_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "checker/process/shell_quoted.h"
#include "heddle/exit_status.h"
#include "heddle/output_file.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 200;

void Make(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw UsageError(fmt::format("cannot make the folder '{}': {}", folder, error.message()));
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw UsageError(fmt::format("cannot write to the folder '{}': {}", folder,
                                 std::generic_category().message(errno)));
  }
}

bool IsFitForAFileName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}
std::string FitForAFileName(std::string name) {
  std::ranges::replace_if(name, [](char c) { return !IsFitForAFileName(c); }, '-');
  name.resize(std::min(name.size(), kLongestName));
  return name;
}

}  // namespace

TraceFolder::TraceFolder(std::string path, CounterexamplePage& page)
    : asked_for_(!path.empty()),
      path_(asked_for_ ? std::move(path) : kDefaultTraceFolder),
      page_(page) {
  if (asked_for_) {
    Make(path_);
  }
}

std::string TraceFolder::Write(const checker::TraceFile& trace) {
  try {
    Make(path_);
    std::string file = (fs::path(path_) / NameFor(trace)).string();
    OutputFile(file).Commit(checker::ToJson(trace));
    page_.Offer(trace, "heddle replay " + checker::ShellQuotedPath(file));
    return file;
  } catch (const UsageError& error) {
    if (asked_for_) {
      throw;
    }
    std::fputs(fmt::format("heddle: no trace is kept: {}\n", error.what()).c_str(), stderr);
    page_.Offer(trace, "");
    return {};
  }
}

std::string TraceFolder::NameFor(const checker::TraceFile& trace) {
  std::string name = FitForAFileName(trace.subject.name);
  if (!trace.subject.fault.empty()) {
    name += "." + FitForAFileName(trace.subject.fault);
  }
  for (const std::string& repaired : trace.subject.repairs) {
    name += ".repaired-" + FitForAFileName(repaired);
  }
  for (const std::string& oracle : trace.subject.without) {
    name += ".without-" + FitForAFileName(oracle);
  }
  name.resize(std::min(name.size(), kLongestName));
  name += fmt::format(".{}", Name(trace.violation.verdict));
  const int before = written_[name]++;
  return name + (before == 0 ? "" : fmt::format("-{}", before + 1)) + ".json";
}

}  // namespace heddle::program
