// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/output_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "checker/process/whole_file.h"
#include "heddle/exit_status.h"

namespace heddle::program {

namespace {

namespace fs = std::filesystem;

std::string FolderOf(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

// Where a chain of links ends, whether there is anything or not. It is no circle.
fs::path EndOfLinks(fs::path path) {
  std::error_code error;
  while (fs::is_symlink(path, error)) {
    path = path.parent_path() / fs::read_symlink(path, error);
  }
  return path;
}

}  // namespace

OutputFile::OutputFile(std::string path) : path_(std::move(path)), target_(path_) {
  std::error_code error;
  if (fs::exists(path_, error)) {
    if (!fs::is_regular_file(path_, error)) {
      throw UsageError(
          fmt::format("cannot write '{}': expected the path of a regular file", path_));
    }
    target_ = fs::canonical(path_, error).string();
    if (error || access(target_.c_str(), W_OK) != 0) {
      Fail(error ? error.value() : errno);
    }
  } else if (error) {
    Fail(error.value());
  } else {
    target_ = EndOfLinks(path_).string();
  }
  if (path_.empty() || access(FolderOf(target_).c_str(), W_OK | X_OK) != 0) {
    Fail(path_.empty() ? ENOENT : errno);
  }
}

void OutputFile::Commit(std::string_view contents) const {
  if (const std::error_code error = checker::WriteWhole(target_, contents)) {
    Fail(error.value());
  }
}

void OutputFile::Fail(int error) const {
  throw UsageError(
      fmt::format("cannot write '{}': {}", path_, std::generic_category().message(error)));
}

}  // namespace heddle::program
