// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/input_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "heddle/exit_status.h"

namespace heddle::program {
namespace {

// Far beyond what an execution of a million steps takes; no such file is read by mistake.
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30;

}  // namespace

std::string ContentsOf(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) {
    throw UsageError(error.message());
  }
  if (size > kMostBytes) {
    throw UsageError(fmt::format("expected at most {} bytes, found {}", kMostBytes, size));
  }
  std::ifstream file(path, std::ios::binary);
  std::string contents{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) {
    throw UsageError(std::generic_category().message(errno));
  }
  return contents;
}

}  // namespace heddle::program
