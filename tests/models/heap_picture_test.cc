// SPDX-License-Identifier: BSD-3-Clause
//
// The heap that a counterexample shows: what is put together from the words of a trace is what the
// heap holds.

#include "models/picture/heap_picture.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "checker/search/check.h"
#include "models/faults/fault.h"
#include "models/picture/heap_lines.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

using checker::Counterexample;

// Of the first counterexample of a fault of the catalogue.
Counterexample CounterexampleOf(const std::string& fault_name) {
  const Fault* const fault = FindFault(fault_name);
  EXPECT_NE(fault, nullptr) << fault_name;
  const Model* const model = FindModel(fault->model);
  EXPECT_NE(model, nullptr);
  ModelOptions options;
  fault->apply(options.protocol);
  const auto program = model->make(options);
  const auto result = checker::CheckWithFewestPreemptions(*program, 2, {});
  EXPECT_EQ(result.violations.size(), 1U);
  return result.violations.empty() ? Counterexample{} : result.violations.front().counterexample;
}

std::string Repeated(std::size_t count, char c) { return std::string(count, c); }

// The layout is AAAF,AAAF: all is in use but the last page of each chunk.
TEST(HeapPictures, BeginWithTheLayout) {
  const HeapPictures pictures(CounterexampleOf("gen-no-check-on-unreserve"));
  ASSERT_TRUE(pictures.AnyHeap());
  const HeapPicture& first = pictures.initial();
  ASSERT_EQ(first.chunks.size(), 2U);
  EXPECT_EQ(first.chunks.at(1), Repeated(63, '#') + ".");
  EXPECT_EQ(first.chunks.at(2), Repeated(63, '#') + ".");
  EXPECT_EQ(first.values.at("generation"), "1");
  EXPECT_EQ(first.values.at("left to reserve"), "[0x80000, 0x180000)");
}

TEST(HeapPictures, SayWhatEachStepChanges) {
  const Counterexample example = CounterexampleOf("gen-no-check-on-unreserve");
  const HeapPictures pictures(example);
  ASSERT_EQ(pictures.changes().size(), example.steps.size());
  HeapPicture all;
  std::string pages_of_chunk_2;
  for (const HeapPicture& change : pictures.changes()) {
    for (const auto& [chunk, pages] : change.chunks) {
      EXPECT_EQ(chunk, 2U);
      pages_of_chunk_2 += pages.back();
    }
    for (const auto& [thread, reserved] : change.reserved) {
      all.reserved[thread] += reserved + ";";
    }
    for (const auto& [name, value] : change.values) {
      all.values[name] = value;
    }
  }
  // The last page is claimed, freed back, and marked as released.
  EXPECT_EQ(pages_of_chunk_2, "#.~");
  EXPECT_EQ(all.reserved.at(0), "[0x100000, 0x180000) of generation 1;;");
  EXPECT_EQ(all.values.at("generation"), "2");
}

TEST(HeapPictures, AreNoneOfAProgramWithoutAHeap) {
  EXPECT_FALSE(HeapPictures(Counterexample{}).AnyHeap());
}

TEST(HeapLines, ShowTheChunkThatChangedAndWhatIsReserved) {
  const HeapLines lines(CounterexampleOf("gen-no-check-on-unreserve"));
  const auto drawn = [&](std::size_t n) {
    for (const std::string& line : lines.lines()) {
      if (!line.empty() && n-- == 0) {
        return line;
      }
    }
    return std::string();
  };
  EXPECT_EQ(drawn(0), "chunk 2: 64#  generation 2  T0 has [0x100000, 0x180000) of generation 1");
  EXPECT_EQ(drawn(2), "chunk 2: 63# ~  generation 2  T0 has [0x100000, 0x180000) of generation 1");
  EXPECT_EQ(drawn(3), "");
}

TEST(ShortPages, CountsLongRunsAlone) {
  EXPECT_EQ(ShortPages(""), "");
  EXPECT_EQ(ShortPages("..##~~"), "..##~~");
  EXPECT_EQ(ShortPages(Repeated(60, '#') + "..~~"), "60# ..~~");
  EXPECT_EQ(ShortPages("." + Repeated(9, '#') + "."), ". 9# .");
  EXPECT_EQ(ShortPages(Repeated(8, '~')), "~~~~~~~~");
  EXPECT_EQ(ShortPages(Repeated(64, '~')), "64~");
}

}  // namespace
}  // namespace heddle::models
