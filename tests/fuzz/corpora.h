// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_FUZZ_CORPORA_H_
#define HEDDLE_TESTS_FUZZ_CORPORA_H_

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace heddle::tests {

// The files of a fuzzer's corpus, in the order of their names. HEDDLE_CORPORA is from the build.
inline std::vector<std::filesystem::path> CorpusOf(const std::string& fuzzer) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(HEDDLE_CORPORA) / fuzzer)) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

inline std::vector<std::uint8_t> BytesIn(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_FUZZ_CORPORA_H_
