// SPDX-License-Identifier: BSD-3-Clause

#include "tests/vectors/vector_suite.h"

#include <gtest/gtest.h>

#include <exception>
#include <fstream>
#include <iterator>

#include "tests/data/str_cat.h"
#include "tests/data/thrown_failure.h"

namespace heddle::tests {
namespace {

// Addresses above 2^53 are texts, small ones may be numbers.
core::Address AddressOf(const Value& value) {
  return value.IsText() ? value.Hex() : value.Unsigned();
}

}  // namespace

Value ReadVectors(const std::string& file) {
  const std::string path = StrCat(HEDDLE_VECTORS, "/", file, ".json");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw Malformed(StrCat("cannot read ", path));
  }
  return Value::Parse(std::string(std::istreambuf_iterator<char>(stream), {}));
}

void ForEachCase(const std::string& file, const std::string& suite, std::size_t count,
                 const std::function<void(const Value& vector)>& run) {
  const ThrowingFailures failures_throw;
  const Value vectors = ReadVectors(file);
  std::size_t cases = 0;
  for (const Value& vector : vectors["suites"][suite]["cases"].Items()) {
    SCOPED_TRACE(StrCat(file, ".json ", suite, "/", vector["name"].Text()));
    try {
      run(vector);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    ++cases;
  }
  EXPECT_EQ(cases, count) << suite;
}

std::vector<core::PageRun> RunsOf(const Value& list) {
  std::vector<core::PageRun> runs;
  for (const Value& item : list.Items()) {
    const std::vector<std::uint64_t> pair = NumbersOf(item);
    if (pair.at(1) > 0) {
      runs.push_back({static_cast<unsigned>(pair.at(0)), static_cast<unsigned>(pair.at(1))});
    }
  }
  return runs;
}

ChunkWords WordsOf(const Value& list) {
  ChunkWords words{};
  for (std::size_t w = 0; w < words.size(); ++w) {
    words[w] = list.Items().at(w).Hex();
  }
  return words;
}

ChunkWords WordsOf(const std::vector<core::PageRun>& runs) {
  ChunkWords words{};
  for (const core::PageRun& run : runs) {
    for (unsigned page = run.start; page < run.start + run.size; ++page) {
      words.at(page / 64) |= std::uint64_t{1} << (page % 64);
    }
  }
  return words;
}

core::AddressRange RangeOf(const Value& pair) {
  return core::ProductionGeometry::MakeRange(AddressOf(pair.Items().at(0)),
                                             AddressOf(pair.Items().at(1)));
}

std::vector<std::uint64_t> NumbersOf(const Value& list) {
  std::vector<std::uint64_t> numbers;
  for (const Value& item : list.Items()) {
    numbers.push_back(item.Unsigned());
  }
  return numbers;
}

}  // namespace heddle::tests
