// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/memory/execution_storage.h"
#include "core/memory/metadata_mappings.h"
#include "core/memory/null_memory.h"
#include "core/memory/simulated_memory.h"
#include "core/sync/std_sync.h"
#include "tests/unit/throwing_failures.h"
#include "tests/unit/worlds.h"

namespace heddle::core {
namespace {

using tests::ExpectFailure;

struct Recorder {
  Recorder(std::vector<int>& l, int n) : log(l), name(n) {}
  ~Recorder() { log.push_back(name); }
  std::vector<int>& log;
  int name;
};

class ExecutionStorageTest : public testing::Test {
 protected:
  alignas(std::max_align_t) std::byte bytes_[4096];
  ExecutionStorage storage_{bytes_};
};

TEST_F(ExecutionStorageTest, DestroysTheNewestObjectFirst) {
  std::vector<int> log;
  storage_.Make<Recorder>(log, 1);
  storage_.Make<Recorder>(log, 2);
  storage_.Make<Recorder>(log, 3);
  storage_.Destroy();
  EXPECT_EQ(log, (std::vector{3, 2, 1}));
  storage_.Destroy();
  EXPECT_EQ(log.size(), 3U);
}

TEST_F(ExecutionStorageTest, ForgetsObjectsWithoutDestroyingThem) {
  std::vector<int> log;
  storage_.Make<Recorder>(log, 1);
  storage_.Forget();
  storage_.Destroy();
  EXPECT_TRUE(log.empty());
}

TEST_F(ExecutionStorageTest, RepeatsAddresses) {
  std::vector<int> log;
  const void* const first = storage_.Make<Recorder>(log, 1);
  const void* const second = storage_.Allocate<std::uint64_t>(10);
  storage_.Destroy();
  EXPECT_EQ(storage_.Make<Recorder>(log, 1), first);
  EXPECT_EQ(storage_.Allocate<std::uint64_t>(10), second);
  storage_.Forget();
  EXPECT_EQ(storage_.Make<Recorder>(log, 1), first);
  storage_.Destroy();
}

TEST_F(ExecutionStorageTest, AlignsAndInitializes) {
  storage_.Allocate<std::byte>(1);
  const auto* const words = storage_.Allocate<std::uint64_t>(8);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(words) % alignof(std::uint64_t), 0U);
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(words[i], 0U);
  }
}

TEST_F(ExecutionStorageTest, FailsWhenFull) {
  storage_.Allocate<std::byte>(4000);
  ExpectFailure(
      FailureKind::kAssertion, [&] { storage_.Allocate<std::byte>(97); },
      "need more than the 4096 bytes");
  ExpectFailure(
      FailureKind::kAssertion, [&] { storage_.Allocate<std::uint64_t>(std::size_t{1} << 62); },
      "need more than the 4096 bytes");
}

TEST(MetadataMappings, AreZeroAndCostNothingUntilTouched) {
  MetadataMappings<StdSync> mappings;
  auto* const words = mappings.Allocate<std::uint64_t>(std::size_t{1} << 30);
  ASSERT_NE(words, nullptr);
  EXPECT_EQ(words[0], 0U);
  EXPECT_EQ(words[(std::size_t{1} << 30) - 1], 0U);
  words[12345] = 1;
  auto* const more = mappings.Allocate<std::uint64_t>(16);
  ASSERT_NE(more, nullptr);
  EXPECT_EQ(more[15], 0U);
  EXPECT_EQ(words[12345], 1U);
}

TEST(MetadataMappings, RefuseWhatTheAddressSpaceCannotHold) {
  MetadataMappings<StdSync> mappings;
  EXPECT_EQ(mappings.Allocate<std::uint64_t>(std::size_t{1} << 61), nullptr);
  EXPECT_EQ(mappings.Allocate<std::uint64_t>(std::size_t{1} << 45), nullptr);
}

TEST(NullMemory, HandsOutAddressesThatNobodyElseHas) {
  NullMemory<SingleThread> memory;
  const Address first = memory.Reserve(1 << 20);
  const Address second = memory.Reserve(1 << 20);
  EXPECT_EQ(first, NullMemory<SingleThread>::kFirst);
  EXPECT_EQ(second, first + (1 << 20));
  EXPECT_TRUE(memory.Map(first, 1 << 20));
  EXPECT_TRUE(memory.Use(first, 1 << 20));
  EXPECT_TRUE(memory.Release(first, 1 << 20));
}

class SimulatedMemoryTest : public testing::Test {
 protected:
  static constexpr Address kBase = 0x80000;
  static constexpr std::uint64_t kPage = 8192;

  MetadataMappings<SingleThread> mappings_;
  SimulatedMemory<SingleThread, MetadataMappings<SingleThread>> memory_{mappings_, kBase, 16,
                                                                        kPage};
};

TEST_F(SimulatedMemoryTest, KeepsWhatIsWritten) {
  ASSERT_TRUE(memory_.Use(kBase, 2 * kPage));
  memory_.Write(kBase + kPage + 8, 42);
  EXPECT_EQ(memory_.Read(kBase + kPage), 42U);
  EXPECT_EQ(memory_.Read(kBase), 0U);
}

TEST_F(SimulatedMemoryTest, ReportsUseOfAPageThatWasNeverMadeUsable) {
  ExpectFailure(
      FailureKind::kContents, [&] { memory_.Read(kBase); }, "the page at 0x80000",
      "used while it is released");
}

TEST_F(SimulatedMemoryTest, ReportsUseAfterRelease) {
  ASSERT_TRUE(memory_.Use(kBase, kPage));
  memory_.Write(kBase, 42);
  ASSERT_TRUE(memory_.Release(kBase, kPage));
  ExpectFailure(FailureKind::kContents, [&] { memory_.Read(kBase); }, "the page at 0x80000");
  ExpectFailure(FailureKind::kContents, [&] { memory_.Write(kBase, 1); }, "the page at 0x80000");
  ASSERT_TRUE(memory_.Use(kBase, kPage));
  EXPECT_EQ(memory_.Read(kBase), 0U) << "the contents went with the memory";
}

TEST_F(SimulatedMemoryTest, KnowsItsWindow) {
  EXPECT_FALSE(memory_.Use(kBase - kPage, kPage));
  EXPECT_FALSE(memory_.Release(kBase + 15 * kPage, 2 * kPage));
  EXPECT_FALSE(memory_.Map(kBase, ~std::uint64_t{0}));
  EXPECT_TRUE(memory_.Map(kBase, 16 * kPage));
  ExpectFailure(
      FailureKind::kContents, [&] { memory_.Read(kBase + 16 * kPage); },
      "0xa0000 is outside the simulated memory from 0x80000 to 0xa0000");
}

TEST_F(SimulatedMemoryTest, ReservesFromItsWindow) {
  EXPECT_EQ(memory_.Reserve(10 * kPage), kBase);
  EXPECT_EQ(memory_.Reserve(10 * kPage), 0U);
  EXPECT_EQ(memory_.Reserve(6 * kPage), kBase + 10 * kPage);
}

}  // namespace
}  // namespace heddle::core
