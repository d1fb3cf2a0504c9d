// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/source_lines.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "heddle/build_info.h"

namespace heddle::program {
namespace {

std::vector<std::string> LinesOf(const std::string& file) {
  std::vector<std::string> lines;
  // Those that it was built from, unless they have gone: a reader may have others.
  for (const std::filesystem::path folder : {kSources, "."}) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(folder / file, none)) {
      continue;
    }
    std::ifstream stream(folder / file);
    for (std::string line; std::getline(stream, line);) {
      lines.push_back(line);
    }
    if (!lines.empty()) {
      break;
    }
  }
  return lines;
}

std::string Trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::string SourceLines::LineAt(const std::string& file, unsigned line) {
  const auto [entry, added] = files_.try_emplace(file);
  if (added) {
    entry->second = LinesOf(file);
  }
  return line >= 1 && line <= entry->second.size() ? Trimmed(entry->second[line - 1]) : "";
}

}  // namespace heddle::program
