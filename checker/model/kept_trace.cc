// SPDX-License-Identifier: BSD-3-Clause

#include "checker/model/kept_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "checker/model/command_line.h"
#include "checker/process/whole_file.h"
#include "checker/trace/build_id.h"

namespace heddle::checker {
namespace {

namespace fs = std::filesystem;

bool FitsAFileName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

std::string FileNameOf(const TraceFile& trace) {
  std::string name = trace.subject.name;
  std::ranges::replace_if(name, [](char c) { return !FitsAFileName(c); }, '-');
  return fmt::format("{}.{}.json", name, Name(trace.violation.verdict));
}

[[noreturn]] void CannotRead(const std::string& path, const std::error_code& error) {
  throw ModelUsageError(fmt::format("cannot read '{}': {}", path, error.message()));
}

std::string ContentsOf(const std::string& path) {
  // It can be opened, and not be read.
  if (std::error_code error; fs::is_directory(path, error)) {
    CannotRead(path, std::make_error_code(std::errc::is_a_directory));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    CannotRead(path, {errno, std::generic_category()});
  }
  try {
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  } catch (const std::ios_base::failure&) {
    CannotRead(path, std::make_error_code(std::errc::io_error));
  }
}

[[noreturn]] void CannotWrite(const fs::path& path, const std::error_code& error) {
  throw ModelUsageError(fmt::format("cannot write '{}': {}", path.string(), error.message()));
}

}  // namespace

std::string KeepTrace(const TraceFile& trace, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    CannotWrite(folder, error);
  }
  const fs::path path = fs::path(folder) / FileNameOf(trace);
  error = WriteWhole(path.string(), ToJson(trace));
  if (error) {
    CannotWrite(path, error);
  }
  return path.string();
}

TraceFile ReadKeptTrace(const std::string& path) {
  const std::string text = ContentsOf(path);
  try {
    TraceFile trace = ParseTraceFile(text);
    const std::string here = BuildId();
    if (trace.build != here || here == kNoBuildId) {
      throw ModelUsageError(fmt::format(
          "cannot replay '{}': expected a trace of this build, {}, found one of build {}", path,
          here, trace.build));
    }
    return trace;
  } catch (const TraceFileError& why) {
    throw ModelUsageError(fmt::format("cannot replay '{}': {}", path, why.what()));
  }
}

}  // namespace heddle::checker
