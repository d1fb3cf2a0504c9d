// SPDX-License-Identifier: BSD-3-Clause
//
// Each file of each corpus once, without libFuzzer: a case for each, <fuzzer>.<file>. What a fuzzer
// has found and was repaired is a file with a name that says what it was.

#include <gtest/gtest.h>

#include <array>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/data/thrown_failure.h"
#include "tests/fuzz/corpora.h"
#include "tests/fuzz/fuzzers.h"

namespace heddle::tests {
namespace {

struct Fuzzer {
  const char* name;
  void (*run)(Bytes);
};
constexpr std::array kFuzzers = {
    Fuzzer{"page_alloc_fuzz", FuzzPageAlloc}, Fuzzer{"address_ranges_fuzz", FuzzAddressRanges},
    Fuzzer{"trace_file_fuzz", FuzzTraceFile}, Fuzzer{"search_files_fuzz", FuzzSearchFiles},
    Fuzzer{"programs_fuzz", FuzzPrograms}};

class CorpusFile : public testing::Test {
 public:
  CorpusFile(const Fuzzer& fuzzer, std::filesystem::path path)
      : fuzzer_(fuzzer), path_(std::move(path)) {}

  void TestBody() override {
    const std::vector<std::uint8_t> bytes = BytesIn(path_);
    ASSERT_FALSE(bytes.empty()) << path_;
    const ThrowingFailures failures;
    try {
      fuzzer_.run(bytes);
    } catch (const std::exception& error) {
      FAIL() << path_ << ": " << error.what();
    }
  }

 private:
  const Fuzzer& fuzzer_;
  std::filesystem::path path_;
};

}  // namespace
}  // namespace heddle::tests

int main(int argc, char** argv) {
  using namespace heddle::tests;  // NOLINT(google-build-using-namespace)
  testing::InitGoogleTest(&argc, argv);
  for (const Fuzzer& fuzzer : kFuzzers) {
    for (const std::filesystem::path& path : CorpusOf(fuzzer.name)) {
      testing::RegisterTest(
          fuzzer.name, path.stem().c_str(), nullptr, nullptr, path.c_str(), 1,
          [&fuzzer, path]() -> CorpusFile* { return new CorpusFile(fuzzer, path); });
    }
  }
  return RUN_ALL_TESTS();
}
