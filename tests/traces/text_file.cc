// SPDX-License-Identifier: BSD-3-Clause

#include "tests/traces/text_file.h"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>

#include "tests/data/str_cat.h"
#include "tests/data/value.h"

namespace heddle::tests {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;  // a gzipped file can hide any amount

[[noreturn]] void Unreadable(const std::string& path, const std::string& why) {
  throw Malformed(StrCat(path, ": ", why));
}

// zlib reads plain files as they are, and gzipped ones uncompressed.
std::string ReadAll(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    Unreadable(path, "expected a file, found a directory");
  }
  errno = 0;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), &gzclose_r);
  if (file == nullptr) {
    Unreadable(path,
               StrCat("cannot be opened: ", errno != 0 ? std::strerror(errno) : "out of memory"));
  }
  std::string text;
  char buffer[1 << 16];
  for (int count = 0; (count = gzread(file.get(), buffer, sizeof(buffer))) > 0;) {
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() > kMostBytes) {
      Unreadable(path, "expected at most 1 GiB of text");
    }
  }
  int status = Z_OK;
  const char* const message = gzerror(file.get(), &status);
  if (status == Z_BUF_ERROR) {
    Unreadable(path, StrCat("the gzipped data is truncated: expected more after ", text.size(),
                            " bytes of text"));
  }
  if (status != Z_OK && status != Z_STREAM_END) {
    Unreadable(path,
               StrCat("cannot be read: ", status == Z_ERRNO ? std::strerror(errno) : message));
  }
  return text;
}

}  // namespace

std::vector<std::string> ReadLines(const std::string& path) {
  const std::string text = ReadAll(path);
  std::vector<std::string> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return lines;
}

}  // namespace heddle::tests
