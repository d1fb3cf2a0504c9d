// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry/geometry.h"
#include "core/memory/address_window.h"
#include "core/memory/execution_storage.h"
#include "core/memory/metadata_mappings.h"
#include "core/memory/null_memory.h"
#include "core/memory/simulated_memory.h"
#include "core/memory/system_sizes.h"
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

TEST(AddressWindow, IsHandedOutUpwards) {
  AddressWindow window(100, 200);
  EXPECT_EQ(window.Base(), 100U);
  EXPECT_EQ(window.Limit(), 200U);
  EXPECT_EQ(window.Reserve(60), 100U);
  EXPECT_EQ(window.Reserve(41), 0U);
  EXPECT_EQ(window.Next(), 160U) << "a refusal changes nothing";
  EXPECT_EQ(window.Reserve(40), 160U);
  EXPECT_EQ(window.Reserve(1), 0U);
}

TEST(AddressWindow, IsHandedOutOnlyWhereItBegins) {
  AddressWindow window(100, 200);
  EXPECT_FALSE(window.ReserveAt(99, 10));
  EXPECT_FALSE(window.ReserveAt(101, 10));
  EXPECT_FALSE(window.ReserveAt(100, 101));
  EXPECT_FALSE(window.ReserveAt(100, ~std::uint64_t{0}));
  EXPECT_TRUE(window.ReserveAt(100, 10));
  EXPECT_FALSE(window.ReserveAt(100, 10)) << "twice";
  EXPECT_EQ(window.Reserve(10), 110U);
  EXPECT_TRUE(window.ReserveAt(120, 80));
  EXPECT_FALSE(window.ReserveAt(200, 1));
}

TEST(AddressWindow, KnowsWhatIsInside) {
  const AddressWindow window(100, 200);
  EXPECT_TRUE(window.Contains(100, 100));
  EXPECT_TRUE(window.Contains(199, 1));
  EXPECT_TRUE(window.Contains(200, 0));
  EXPECT_FALSE(window.Contains(99, 2));
  EXPECT_FALSE(window.Contains(100, 101));
  EXPECT_FALSE(window.Contains(200, 1));
  EXPECT_FALSE(window.Contains(201, 0));
  EXPECT_FALSE(window.Contains(150, ~std::uint64_t{0}));
}

TEST(AddressWindow, IsEmptyByDefault) {
  AddressWindow window;
  EXPECT_EQ(window.Reserve(1), 0U);
  EXPECT_FALSE(window.ReserveAt(1, 1));
  EXPECT_FALSE(window.Contains(0, 1));
}

class HugePageFile : public testing::Test {
 protected:
  ~HugePageFile() override { std::filesystem::remove(path_); }

  std::uint64_t Read(std::string_view contents) const {
    std::ofstream(path_, std::ios::binary) << contents;
    return ReadHugePageBytes(path_.c_str());
  }

  const std::string path_ = testing::TempDir() + "hpage_pmd_size." + std::to_string(getpid());
};

TEST_F(HugePageFile, HoldsAPowerOfTwo) {
  EXPECT_EQ(Read("2097152\n"), 2097152U);
  EXPECT_EQ(Read("2097152"), 2097152U);
  EXPECT_EQ(Read("9223372036854775808\n"), std::uint64_t{1} << 63);
}

TEST_F(HugePageFile, CountsAsNoneIfItHoldsAnythingElse) {
  for (const std::string_view contents :
       {"", "\n", "0\n", "2097153\n", "-4096\n", "+4096\n", " 4096\n", "4096 \n", "4096\n\n",
        "4096\n4096\n", "4096 kB\n", "0x1000\n", "always\n", "18446744073709551616\n",
        "00000000000000000000000000000000000000004096\n"}) {
    EXPECT_EQ(Read(contents), 0U) << contents;
  }
  EXPECT_EQ(Read(std::string_view("4096\0", 5)), 0U);
}

TEST_F(HugePageFile, CountsAsNoneIfItCannotBeRead) {
  EXPECT_EQ(ReadHugePageBytes("/nowhere/at/all"), 0U);
  EXPECT_EQ(ReadHugePageBytes("/"), 0U) << "a folder";
}

TEST(SystemSizes, AreThoseOfThisSystem) {
  const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const PhysicalSizes sizes = SystemSizes<ProductionGeometry>();
  const auto expected = PhysicalSizes::For<ProductionGeometry>(page_bytes, ReadHugePageBytes());
  EXPECT_EQ(sizes.min_pages, expected.min_pages);
  EXPECT_EQ(sizes.huge_pages, expected.huge_pages);
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

TEST(NullMemory, HandsOutAnyAddressThatHasNotGone) {
  NullMemory<SingleThread> memory;
  constexpr Address kFirst = NullMemory<SingleThread>::kFirst;
  EXPECT_FALSE(memory.ReserveAt(0, 1));
  EXPECT_FALSE(memory.ReserveAt(kFirst - 1, 1));
  EXPECT_TRUE(memory.ReserveAt(kFirst, 100));
  EXPECT_FALSE(memory.ReserveAt(kFirst + 99, 1));
  EXPECT_TRUE(memory.ReserveAt(kFirst + 1000, 100));
  EXPECT_FALSE(memory.ReserveAt(kFirst + 500, 100)) << "passed by";
  EXPECT_EQ(memory.Reserve(100), kFirst + 1100);
}

TEST(NullMemory, EndsWithTheAddressSpace) {
  NullMemory<SingleThread> memory;
  constexpr Address kHigh = ~Address{0} - 99;
  EXPECT_EQ(memory.Reserve(~std::uint64_t{0}), 0U);
  EXPECT_FALSE(memory.ReserveAt(kHigh, 100)) << "its end would be 0";
  EXPECT_TRUE(memory.ReserveAt(kHigh, 90));
  EXPECT_EQ(memory.Reserve(10), 0U);
  EXPECT_EQ(memory.Reserve(9), kHigh + 90);
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

TEST_F(SimulatedMemoryTest, ReservesAtTheNextAddressAlone) {
  EXPECT_FALSE(memory_.ReserveAt(kBase - kPage, kPage));
  EXPECT_FALSE(memory_.ReserveAt(kBase + kPage, kPage));
  EXPECT_FALSE(memory_.ReserveAt(kBase, 17 * kPage));
  EXPECT_TRUE(memory_.ReserveAt(kBase, 4 * kPage));
  EXPECT_FALSE(memory_.ReserveAt(kBase, 4 * kPage));
  EXPECT_EQ(memory_.Reserve(kPage), kBase + 4 * kPage);
  EXPECT_TRUE(memory_.ReserveAt(kBase + 5 * kPage, 11 * kPage));
  EXPECT_EQ(memory_.Reserve(1), 0U);
}

// Each request by itself, of all that takes in the page, until it is granted again.
TEST_F(SimulatedMemoryTest, RefusesWhatItIsToldTo) {
  using Request = decltype(memory_)::Request;
  memory_.Refuse(Request::kUse, kBase + kPage);
  EXPECT_TRUE(memory_.Map(kBase, 4 * kPage));
  EXPECT_FALSE(memory_.Use(kBase, 2 * kPage));
  EXPECT_FALSE(memory_.IsUsable(kBase)) << "nothing has changed";
  EXPECT_TRUE(memory_.Use(kBase, kPage));
  memory_.Refuse(Request::kUse, std::nullopt);
  EXPECT_TRUE(memory_.Use(kBase + kPage, kPage));

  memory_.Refuse(Request::kRelease, kBase);
  EXPECT_FALSE(memory_.Release(kBase, 2 * kPage));
  EXPECT_TRUE(memory_.IsUsable(kBase + kPage));
  EXPECT_TRUE(memory_.Release(kBase + kPage, kPage));

  memory_.Refuse(Request::kMap, kBase + 8 * kPage);
  EXPECT_FALSE(memory_.Map(kBase + 4 * kPage, 8 * kPage));
  EXPECT_TRUE(memory_.Map(kBase + 4 * kPage, 4 * kPage));
  ExpectFailure(
      FailureKind::kContents, [&] { memory_.Use(kBase + 8 * kPage, kPage); },
      "the pages from 0x90000 on", "refused to map");
}

}  // namespace
}  // namespace heddle::core
