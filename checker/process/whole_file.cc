// SPDX-License-Identifier: BSD-3-Clause

#include "checker/process/whole_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace heddle::checker {
namespace {

namespace fs = std::filesystem;

std::string FolderOf(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

// A temporary file that is gone again unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& folder) : name_(folder + "/.heddle.XXXXXX") {
    descriptor_ = mkstemp(name_.data());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) {
      close(descriptor_);
      unlink(name_.c_str());  // no longer there after Become
    }
  }

  // These return whether all went well, with errno set if not.
  bool IsOpen() const { return descriptor_ >= 0; }
  bool Write(std::string_view contents) const {
    while (!contents.empty()) {
      const ssize_t written = write(descriptor_, contents.data(), contents.size());
      if (written < 0 && errno != EINTR) {
        return false;
      }
      contents.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
  }
  bool Become(const std::string& target, mode_t mode) const {
    return Settle(mode) && std::rename(name_.c_str(), target.c_str()) == 0;
  }
  // Not if there is something. A second link is what all file systems that machines share have.
  bool BecomeNew(const std::string& target, mode_t mode) const {
    return Settle(mode) && link(name_.c_str(), target.c_str()) == 0;
  }

 private:
  bool Settle(mode_t mode) const {
    return fchmod(descriptor_, mode) == 0 && fsync(descriptor_) == 0;
  }

  std::string name_;
  int descriptor_;
};

// What the file's mode is, or a new file's would be.
mode_t ModeFor(const std::string& target) {
  struct stat existing{};
  if (stat(target.c_str(), &existing) == 0) {
    return existing.st_mode & 0777;
  }
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

std::error_code WriteWhole(const std::string& path, std::string_view contents) {
  const TemporaryFile file(FolderOf(path));
  const bool is_written = file.IsOpen() && file.Write(contents) && file.Become(path, ModeFor(path));
  return is_written ? std::error_code() : std::error_code(errno, std::generic_category());
}

std::error_code WriteNew(const std::string& path, std::string_view contents) {
  const TemporaryFile file(FolderOf(path));
  const bool is_written =
      file.IsOpen() && file.Write(contents) && file.BecomeNew(path, ModeFor(path));
  return is_written ? std::error_code() : std::error_code(errno, std::generic_category());
}

}  // namespace heddle::checker
