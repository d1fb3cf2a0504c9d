// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/output_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "heddle/exit_status.h"

namespace heddle::program {

OutputFile::OutputFile(std::string path) : path_(std::move(path)) {
  struct stat existing{};
  if (stat(path_.c_str(), &existing) == 0 && !S_ISREG(existing.st_mode)) {
    throw UsageError(fmt::format("cannot write '{}': expected the path of a regular file", path_));
  }
  temporary_ = path_ + ".XXXXXX";
  descriptor_ = mkstemp(temporary_.data());
  if (descriptor_ < 0) {
    Fail(errno);
  }
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) {
    close(descriptor_);
    unlink(temporary_.c_str());
  }
}

void OutputFile::Commit(std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = write(descriptor_, contents.data(), contents.size());
    if (written < 0) {
      Fail(errno);
    }
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  // mkstemp makes it private; give it the mode that a new file would have.
  const mode_t mask = umask(0);
  umask(mask);
  if (fchmod(descriptor_, 0666 & ~mask) != 0 ||
      std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    Fail(errno);
  }
  close(descriptor_);
  descriptor_ = -1;
}

void OutputFile::Fail(int error) const {
  throw UsageError(
      fmt::format("cannot write '{}': {}", path_, std::generic_category().message(error)));
}

}  // namespace heddle::program
