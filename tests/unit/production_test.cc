// SPDX-License-Identifier: BSD-3-Clause
//
// The production geometry reserves most of a gigabyte of address space for its metadata. None of it
// may cost anything before it is needed.

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>

#include "core/sync/std_sync.h"
#include "tests/unit/worlds.h"

namespace heddle::core::production_test {
namespace {

using World = tests::World<StdSync, ProductionGeometry>;

// Read without allocating, so that reading changes nothing.
std::int64_t ResidentBytes() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) {
    return -1;
  }
  long size = 0;
  long resident = -1;
  const int fields = std::fscanf(file, "%ld %ld", &size, &resident);
  std::fclose(file);
  return fields == 2 ? std::int64_t{resident} * sysconf(_SC_PAGESIZE) : -1;
}

TEST(Production, CostsNoMemoryBeforeItIsUsed) {
#if defined(HEDDLE_THREAD_SANITIZER)
  GTEST_SKIP() << "the sanitizer's own memory would be measured";
#endif
  {
    const World warm;
  }
  const std::int64_t before = ResidentBytes();
  ASSERT_GE(before, 0);
  const auto world = std::make_unique<World>();
  const std::int64_t after = ResidentBytes();
  RecordProperty("resident_kib", std::to_string((after - before) / 1024));
  std::printf("resident: %lld KiB\n", static_cast<long long>((after - before) / 1024));
  EXPECT_LT(after - before, 2 << 20);
}

TEST(Production, GrowsByWhatItsChunksNeed) {
#if defined(HEDDLE_THREAD_SANITIZER)
  GTEST_SKIP() << "the sanitizer's own memory would be measured";
#endif
  const auto world = std::make_unique<World>();
  const std::int64_t before = ResidentBytes();
  world->Grow(0x200c000, 16);  // one arena
  EXPECT_TRUE(world->Alloc(16 * 512));
  const std::int64_t after = ResidentBytes();
  RecordProperty("resident_kib", std::to_string((after - before) / 1024));
  EXPECT_LT(after - before, 2 << 20);
}

TEST(Production, IsQuickToCreate) {
  using Clock = std::chrono::steady_clock;
  auto least = Clock::duration::max();
  for (int i = 0; i < 50; ++i) {
    const auto start = Clock::now();
    const World world;
    least = std::min(least, Clock::now() - start);
  }
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(least).count();
  RecordProperty("creation_us", std::to_string(micros));
  std::printf("creation: %lld us\n", static_cast<long long>(micros));
  // The aim is less than a millisecond; a loaded machine is no failure.
  EXPECT_LT(least, std::chrono::seconds(10));
}

}  // namespace
}  // namespace heddle::core::production_test
