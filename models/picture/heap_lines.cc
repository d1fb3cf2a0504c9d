// SPDX-License-Identifier: BSD-3-Clause

#include "models/picture/heap_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/picture/heap_picture.h"

namespace heddle::models {
namespace {

// Runs that are longer than this are counted.
constexpr std::size_t kLongRun = 8;

constexpr char kGeneration[] = "generation";

}  // namespace

std::string ShortPages(const std::string& pages) {
  std::string text;
  for (std::size_t i = 0; i < pages.size();) {
    const std::size_t end = std::min(pages.find_first_not_of(pages[i], i), pages.size());
    const std::size_t run = end - i;
    if (run > kLongRun) {
      text +=
          fmt::format("{}{}{}{}", i == 0 ? "" : " ", run, pages[i], end == pages.size() ? "" : " ");
    } else {
      text += pages.substr(i, run);
    }
    i = end;
  }
  return text;
}

HeapLines::HeapLines(const checker::Counterexample& example) : lines_(example.steps.size()) {
  const HeapPictures pictures(example);
  HeapPicture now = pictures.initial();
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const HeapPicture& change = pictures.changes()[i];
    for (const auto& [name, value] : change.values) {
      now.values[name] = value;
    }
    for (const auto& [thread, reserved] : change.reserved) {
      now.reserved[thread] = reserved;
    }
    for (const auto& [chunk, text] : change.chunks) {
      lines_[i] += fmt::format("chunk {}: {}", chunk, ShortPages(text));
    }
    if (lines_[i].empty()) {
      continue;
    }
    if (const auto generation = now.values.find(kGeneration); generation != now.values.end()) {
      lines_[i] += fmt::format("  generation {}", generation->second);
    }
    for (const auto& [thread, reserved] : now.reserved) {
      if (!reserved.empty()) {
        lines_[i] += fmt::format("  T{} has {}", thread, reserved);
      }
    }
  }
}

}  // namespace heddle::models
