// SPDX-License-Identifier: BSD-3-Clause

#include "core/memory/mapped_memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

#include "core/geometry/geometry.h"
#include "core/memory/concept.h"
#include "core/memory/system_sizes.h"
#include "core/sync/single_thread.h"
#include "core/sync/std_sync.h"
#include "tests/data/resident_set.h"
#include "tests/unit/throwing_failures.h"

namespace heddle::core {
namespace {

using tests::ExpectFailure;
using tests::ResidentBytes;
using tests::ResidentBytesOfProcess;

#if defined(HEDDLE_THREAD_SANITIZER) || defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20;
constexpr std::uint64_t kArena = 64 * kMegabyte;
constexpr MappedMemoryOptions kSmallPages{.huge_pages = HugePages::kNever};

static_assert(MemoryPolicy<MappedMemory<StdSync>>);
static_assert(MemoryPolicy<MappedMemory<SingleThread>>);

std::uint64_t& WordAt(Address address) {
  return *reinterpret_cast<std::uint64_t*>(address);  // NOLINT(performance-no-int-to-ptr)
}

// The errors that the system shall answer with, call by call; afterwards it does as it is asked.
struct Script {
  std::vector<int> reserve;
  std::vector<int> make_accessible;
  std::vector<int> discard;
  std::vector<int> advise;
  std::vector<bool> advised;  // whether huge pages were wanted
  bool misplace = false;      // the next reservation begins at an odd page
  std::uint64_t calls = 0;
  std::uint64_t reserved_bytes = 0;  // and not unmapped

  int Next(std::vector<int>& errors) {
    ++calls;
    if (errors.empty()) {
      return 0;
    }
    const int error = errors.front();
    errors.erase(errors.begin());
    return error;
  }
};

// The system, where the script does not refuse. What a real refusal leaves undone is not done.
struct ScriptedSystem : PosixMemory {
  explicit ScriptedSystem(Script& s) : script(&s) {}

  Space Reserve(Address near, std::uint64_t bytes) {
    if (const int error = script->Next(script->reserve); error != 0) {
      return {0, error};
    }
    script->reserved_bytes += bytes;
    return std::exchange(script->misplace, false) ? ReserveAtOddPage(near, bytes)
                                                  : PosixMemory::Reserve(near, bytes);
  }
  Space ReserveAtOddPage(Address near, std::uint64_t bytes) {
    const std::uint64_t page = PageBytes();
    const Space space = PosixMemory::Reserve(near, bytes + page);
    EXPECT_EQ(space.error, 0);
    const bool odd = space.base / page % 2 == 1;
    EXPECT_EQ(PosixMemory::Unmap(odd ? space.base + bytes : space.base, page), 0);
    return {odd ? space.base : space.base + page, 0};
  }
  int Unmap(Address base, std::uint64_t bytes) {
    script->reserved_bytes -= bytes;
    return PosixMemory::Unmap(base, bytes);
  }
  int MakeAccessible(Address base, std::uint64_t bytes) {
    const int error = script->Next(script->make_accessible);
    return error != 0 ? error : PosixMemory::MakeAccessible(base, bytes);
  }
  int Discard(Address base, std::uint64_t bytes) {
    const int error = script->Next(script->discard);
    return error != 0 ? error : PosixMemory::Discard(base, bytes);
  }
  int AdviseHugePages(Address base, std::uint64_t bytes, bool wanted) {
    script->advised.push_back(wanted);
    const int error = script->Next(script->advise);
    return error != 0 ? error : PosixMemory::AdviseHugePages(base, bytes, wanted);
  }

  Script* script;
};

using RealMemory = MappedMemory<StdSync>;
using ScriptedMemory = MappedMemory<StdSync, ScriptedSystem>;

// Pages of a memory's first arena, written and looked at.
template <class Memory>
class Pages {
 public:
  Pages(Memory& memory, std::uint64_t count)
      : page_(memory.system_page_bytes()), count_(count), base_(memory.Reserve(kArena)) {
    EXPECT_NE(base_, 0U);
    EXPECT_TRUE(memory.Map(base_, Bytes()));
    EXPECT_TRUE(memory.Use(base_, Bytes()));
    for (std::uint64_t i = 0; i < count_; ++i) {
      WordAt(At(i)) = i + 1;
    }
  }

  Address At(std::uint64_t page) const { return base_ + page * page_; }
  std::uint64_t Bytes() const { return count_ * page_; }
  std::uint64_t Resident() const { return ResidentBytes(base_, Bytes()).value_or(~0ULL); }

  // Whether the pages are as they were written, but for `zeros` from `first` on.
  bool HoldBut(std::uint64_t first, std::uint64_t zeros) const {
    for (std::uint64_t i = 0; i < count_; ++i) {
      if (WordAt(At(i)) != (first <= i && i < first + zeros ? 0 : i + 1)) {
        return false;
      }
    }
    return true;
  }

 private:
  std::uint64_t page_;
  std::uint64_t count_;
  Address base_;
};

TEST(MappedMemory, HandsOutItsWindowUpwards) {
  RealMemory memory(3 * kArena);
  EXPECT_EQ(memory.error(), 0);
  const Address base = memory.Reserve(kArena);
  ASSERT_NE(base, 0U);
  EXPECT_EQ(base % kArena, 0U);
  EXPECT_EQ(memory.Reserve(3 * kArena), 0U);
  EXPECT_FALSE(memory.ReserveAt(base, kArena)) << "it has gone";
  EXPECT_FALSE(memory.ReserveAt(base + 2 * kArena, kArena)) << "something would be left between";
  EXPECT_FALSE(memory.ReserveAt(base + kArena, 3 * kArena)) << "not so much is left";
  EXPECT_TRUE(memory.ReserveAt(base + kArena, kArena));
  EXPECT_EQ(memory.Reserve(kArena), base + 2 * kArena);
  EXPECT_EQ(memory.Reserve(kArena), 0U);
  EXPECT_EQ(memory.error(), 0);
}

TEST(MappedMemory, HandsOutWholeSystemPages) {
  RealMemory memory(1);
  const std::uint64_t page = memory.system_page_bytes();
  EXPECT_EQ(page, static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
  EXPECT_EQ(memory.Reserve(1), 0U);
  EXPECT_NE(memory.Reserve(page), 0U) << "the window was rounded up";
}

TEST(MappedMemory, AlignsItsWindowWhereverItIs) {
  for (const bool misplace : {false, true}) {
    Script script;
    script.misplace = misplace;
    {
      ScriptedMemory memory(kArena, {.alignment = 2 * kArena}, ScriptedSystem(script));
      EXPECT_EQ(script.reserved_bytes, kArena) << "both ends were given back";
      const Address base = memory.Reserve(kArena);
      ASSERT_NE(base, 0U);
      EXPECT_EQ(base % (2 * kArena), 0U);
      EXPECT_TRUE(memory.Map(base, kArena));
      WordAt(base) = 1;
      WordAt(base + kArena - 8) = 2;
    }
    EXPECT_EQ(script.reserved_bytes, 0U);
  }
}

TEST(MappedMemory, TakesAnyPlaceAndPowersOfTwo) {
  RealMemory memory(kArena, {.near = 0, .alignment = 1});
  EXPECT_NE(memory.Reserve(kArena), 0U);
  ExpectFailure(
      FailureKind::kAssertion, [] { const RealMemory memory(kArena, {.alignment = 3 << 20}); },
      "bad alignment of address space 3145728");
}

TEST(MappedMemory, HasAWindowOfItsOwn) {
  RealMemory one(kArena);
  RealMemory two(kArena);
  const Address first = one.Reserve(kArena);
  const Address second = two.Reserve(kArena);
  ASSERT_NE(first, 0U);
  ASSERT_NE(second, 0U);
  EXPECT_GE(std::max(first, second) - std::min(first, second), kArena);
  EXPECT_FALSE(one.Map(second, kArena));
  EXPECT_TRUE(two.Map(second, kArena));
  WordAt(second) = 1;
}

TEST(MappedMemory, KeepsWhatIsWrittenUntilItIsReleased) {
  RealMemory memory(kArena);
  const Pages pages(memory, 64);
  EXPECT_TRUE(pages.HoldBut(0, 0));
  EXPECT_TRUE(memory.Release(pages.At(7), pages.At(10) - pages.At(7)));
  EXPECT_TRUE(pages.HoldBut(7, 3));
  EXPECT_TRUE(memory.Use(pages.At(8), memory.system_page_bytes()));
  WordAt(pages.At(8)) = 9;
  EXPECT_TRUE(memory.Map(pages.At(0), pages.Bytes())) << "mapping again is allowed";
  EXPECT_EQ(WordAt(pages.At(8)), 9U) << "and changes nothing";
  EXPECT_EQ(memory.error(), 0);
}

TEST(MappedMemory, HasZeroFilledMetadata) {
  RealMemory memory(kArena);
  auto* const words = memory.Metadata<std::uint64_t>(1000);
  ASSERT_NE(words, nullptr);
  EXPECT_EQ(words[999], 0U);
}

TEST(MappedMemory, IsResidentPageByPageWithoutHugePages) {
  RealMemory memory(kArena, kSmallPages);
  const Pages pages(memory, 4096);
  const std::uint64_t page = memory.system_page_bytes();
  EXPECT_EQ(pages.Resident(), 4096 * page);
  EXPECT_TRUE(memory.Release(pages.At(1), 1023 * page));
  EXPECT_EQ(pages.Resident(), 3073 * page);
  EXPECT_TRUE(memory.Use(pages.At(1), 1023 * page));
  EXPECT_EQ(pages.Resident(), 3073 * page) << "nothing is made before it is touched";
  EXPECT_EQ(WordAt(pages.At(5)), 0U);
  EXPECT_EQ(pages.Resident(), 3073 * page) << "nor by reading it";
  WordAt(pages.At(5)) = 1;
  EXPECT_EQ(pages.Resident(), 3074 * page);
}

TEST(MappedMemory, IsResidentWithinOneHugePageWithThem) {
  for (const HugePages huge_pages : {HugePages::kSystem, HugePages::kAlways}) {
    RealMemory memory(kArena, {.huge_pages = huge_pages});
    const Pages pages(memory, 4096);
    const std::uint64_t page = memory.system_page_bytes();
    const std::uint64_t huge_page = std::max(2 * kMegabyte, ReadHugePageBytes());
    EXPECT_EQ(pages.Resident(), 4096 * page);
    // One end only is inside a huge page: what is left there may be filled up again at any time.
    EXPECT_TRUE(memory.Release(pages.At(1024), 1300 * page));
    EXPECT_TRUE(pages.HoldBut(1024, 1300));
    EXPECT_GE(pages.Resident(), 2796 * page);
    EXPECT_LE(pages.Resident(), 2796 * page + huge_page);
  }
}

TEST(MappedMemory, GivesBackWhatTheProcessIsChargedFor) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizer's own memory would be measured";
  }
  RealMemory memory(kArena, kSmallPages);
  const std::uint64_t slack = 2 * kMegabyte;
  const std::uint64_t before = ResidentBytesOfProcess().value_or(0);
  const Pages pages(memory, kArena / memory.system_page_bytes());
  const std::uint64_t full = ResidentBytesOfProcess().value_or(0);
  EXPECT_GE(full + slack, before + kArena);
  EXPECT_TRUE(memory.Release(pages.At(0), kArena));
  EXPECT_LE(ResidentBytesOfProcess().value_or(~0ULL), full - kArena + slack);
}

// None of these ranges, counted in bytes from the first page, may be touched.
TEST(MappedMemory, RefusesWhatItDidNotHandOut) {
  struct Range {
    std::uint64_t first;
    std::uint64_t bytes;
  };
  const std::uint64_t page = RealMemory(1).system_page_bytes();
  for (const Range range :
       {Range{0 - page, page}, Range{kArena, page}, Range{kArena - page, 2 * page},
        Range{0, 0 - page}, Range{page, ~std::uint64_t{0}}, Range{1, page}, Range{0, page - 1},
        Range{8, 16}}) {
    RealMemory memory(2 * kArena);
    const Pages pages(memory, 64);
    const Address base = pages.At(0) + range.first;
    EXPECT_FALSE(memory.Map(base, range.bytes));
    EXPECT_FALSE(memory.Use(base, range.bytes));
    EXPECT_EQ(memory.error(), EINVAL);
    EXPECT_FALSE(memory.Release(base, range.bytes));
    EXPECT_TRUE(pages.HoldBut(0, 0));
  }
}

TEST(MappedMemory, IsEmptyIfTheSystemRefusesTheWindow) {
  const std::uint64_t page = RealMemory(1).system_page_bytes();
  // At once, and when it asks a second time, for an aligned one.
  for (const std::vector<int>& errors : {std::vector{EAGAIN}, std::vector{0, EAGAIN}}) {
    Script script;
    script.reserve = errors;
    script.misplace = true;
    ScriptedMemory memory(kArena, {}, ScriptedSystem(script));
    EXPECT_TRUE(script.reserve.empty());
    EXPECT_EQ(script.reserved_bytes, 0U);
    EXPECT_EQ(memory.error(), EAGAIN);
    EXPECT_EQ(memory.Reserve(page), 0U);
    EXPECT_FALSE(memory.ReserveAt(0x00c000000000, page));
    EXPECT_EQ(memory.error(), EAGAIN);
    EXPECT_FALSE(memory.Map(0x00c000000000, page));
    EXPECT_EQ(memory.error(), EINVAL);
  }
}

TEST(MappedMemory, IsEmptyIfThereCanBeNoSuchWindow) {
  for (const std::uint64_t bytes : {std::uint64_t{0}, std::uint64_t{1} << 60, ~std::uint64_t{0}}) {
    RealMemory memory(bytes);
    EXPECT_EQ(memory.error(), bytes == 0 ? EINVAL : ENOMEM);
    EXPECT_EQ(memory.Reserve(kArena), 0U);
  }
}

TEST(MappedMemory, ChangesNothingWhenMappingIsRefused) {
  Script script;
  ScriptedMemory memory(kArena, kSmallPages, ScriptedSystem(script));
  const Pages pages(memory, 64);
  const std::uint64_t page = memory.system_page_bytes();
  script.make_accessible = {ENOMEM};
  EXPECT_FALSE(memory.Map(pages.At(64), page));
  EXPECT_EQ(memory.error(), ENOMEM);
  EXPECT_EQ(pages.Resident(), pages.Bytes());
  EXPECT_TRUE(pages.HoldBut(0, 0));
  EXPECT_TRUE(memory.Map(pages.At(64), page)) << "another time it may go";
  WordAt(pages.At(64)) = 1;
}

TEST(MappedMemory, TriesAgainWhatTheSystemCouldNotDoJustThen) {
  Script script;
  ScriptedMemory memory(kArena, kSmallPages, ScriptedSystem(script));
  const Pages pages(memory, 64);
  const std::uint64_t page = memory.system_page_bytes();
  script.discard = {EAGAIN, EINTR};
  EXPECT_TRUE(memory.Release(pages.At(3), 5 * page));
  EXPECT_TRUE(script.discard.empty());
  EXPECT_EQ(memory.error(), 0);
  EXPECT_TRUE(pages.HoldBut(3, 5));
}

TEST(MappedMemory, ChangesNothingWhenAReleaseIsRefused) {
  Script script;
  ScriptedMemory memory(kArena, kSmallPages, ScriptedSystem(script));
  const Pages pages(memory, 64);
  const std::uint64_t page = memory.system_page_bytes();
  for (const int error : {EINVAL, EAGAIN, EINTR}) {
    script.discard.assign(100, error);
    script.calls = 0;
    EXPECT_FALSE(memory.Release(pages.At(3), 5 * page));
    EXPECT_EQ(memory.error(), error);
    EXPECT_EQ(script.calls, error == EINVAL ? 1U : 16U) << "bounded";
    EXPECT_EQ(pages.Resident(), pages.Bytes());
    EXPECT_TRUE(pages.HoldBut(0, 0));
  }
}

TEST(MappedMemory, DoesWithoutAdviceThatTheSystemDoesNotTake) {
  for (const HugePages huge_pages : {HugePages::kNever, HugePages::kAlways}) {
    Script script;
    script.advise = {EINVAL};
    ScriptedMemory memory(kArena, {.huge_pages = huge_pages}, ScriptedSystem(script));
    EXPECT_EQ(script.advised, std::vector{huge_pages == HugePages::kAlways});
    EXPECT_EQ(memory.error(), 0);
    const Pages pages(memory, 16);
    EXPECT_TRUE(pages.HoldBut(0, 0));
  }
  Script script;
  const ScriptedMemory memory(kArena, {}, ScriptedSystem(script));
  EXPECT_TRUE(script.advised.empty()) << "the system's way needs no advice";
}

// The sanitizers turn mlock() into nothing, but not the system call.
TEST(MappedMemory, CannotReleaseWhatIsLocked) {
  RealMemory memory(kArena, kSmallPages);
  const Pages pages(memory, 16);
  const std::uint64_t page = memory.system_page_bytes();
  if (syscall(SYS_mlock, pages.At(4), 4 * page) != 0) {
    GTEST_SKIP() << "this process may not lock pages";
  }
  EXPECT_FALSE(memory.Release(pages.At(4), 4 * page));
  EXPECT_EQ(memory.error(), EINVAL);
  EXPECT_EQ(pages.Resident(), pages.Bytes());
  EXPECT_TRUE(pages.HoldBut(0, 0));
  ASSERT_EQ(syscall(SYS_munlock, pages.At(4), 4 * page), 0);
  EXPECT_TRUE(memory.Release(pages.At(4), 4 * page));
  EXPECT_TRUE(pages.HoldBut(4, 4));
}

TEST(MappedMemory, ReleasesFromSeveralThreadsAtOnce) {
  constexpr std::uint64_t kThreads = 4;
  constexpr std::uint64_t kPages = 256;
  RealMemory memory(3 * kArena, kSmallPages);
  const Pages pages(memory, kPages);
  const std::uint64_t page = memory.system_page_bytes();
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (std::uint64_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 20; ++round) {
        for (std::uint64_t i = thread; i < kPages; i += kThreads) {
          EXPECT_TRUE(memory.Release(pages.At(i), page));
          EXPECT_TRUE(memory.Use(pages.At(i), page));
          EXPECT_EQ(WordAt(pages.At(i)), 0U);
          WordAt(pages.At(i)) = i + 1;
        }
        EXPECT_FALSE(memory.Release(pages.At(thread) + 8, page));
      }
      for (std::uint64_t i = thread; i < kPages / 2; i += kThreads) {
        EXPECT_TRUE(memory.Release(pages.At(i), page));
      }
    });
  }
  // Meanwhile somebody grows the heap.
  const Address more = memory.Reserve(kArena);
  EXPECT_TRUE(memory.Map(more, kArena));
  EXPECT_TRUE(memory.ReserveAt(more + kArena, kArena));
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(memory.error(), EINVAL);
  EXPECT_EQ(pages.Resident(), pages.Bytes() / 2);
  EXPECT_TRUE(pages.HoldBut(0, kPages / 2));
}

// Each of these happens in a process of its own, which ends with 0 if it saw what it should.
class MappedMemoryDeathTest : public testing::Test {
 protected:
  static void End(bool good) { std::_Exit(good ? 0 : 1); }
  static void Limit(decltype(RLIMIT_AS) resource, std::uint64_t bytes) {
    const rlimit limit{bytes, bytes};
    if (setrlimit(resource, &limit) != 0) {
      std::_Exit(2);
    }
  }
};

TEST_F(MappedMemoryDeathTest, HasNoAccessBeforeItIsMapped) {
  RealMemory memory(2 * kArena);
  const Address base = memory.Reserve(kArena);
  ASSERT_TRUE(memory.Map(base, kArena / 2));
  WordAt(base) = 1;
  for (const Address address : {base + kArena / 2, base + kArena}) {
    // Without the handler of a sanitizer.
    EXPECT_EXIT((std::signal(SIGSEGV, SIG_DFL), WordAt(address) = 1),
                testing::KilledBySignal(SIGSEGV), "");
  }
}

TEST_F(MappedMemoryDeathTest, ReportsThatTheAddressSpaceIsLimited) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizer has taken more address space than that already";
  }
  EXPECT_EXIT(
      {
        Limit(RLIMIT_AS, 512 * kMegabyte);
        RealMemory memory(std::uint64_t{1} << 40);
        End(memory.error() == ENOMEM && memory.Reserve(kArena) == 0);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(MappedMemoryDeathTest, ReportsThatMappingIsLimited) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizer would run into the limit";
  }
  EXPECT_EXIT(
      {
        RealMemory memory(2 * kArena, kSmallPages);
        const Pages pages(memory, 16);
        Limit(RLIMIT_DATA, kMegabyte);
        const bool refused = !memory.Map(pages.At(0), kArena) && memory.error() == ENOMEM;
        End(refused && pages.HoldBut(0, 0) && pages.Resident() == pages.Bytes());
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(MappedMemoryDeathTest, ReleasesOnlyThePagesOfItsOwnProcess) {
  RealMemory memory(kArena);
  const Pages pages(memory, 16);
  EXPECT_EXIT(
      {
        const bool copied = pages.HoldBut(0, 0);
        const bool released = memory.Release(pages.At(0), pages.Bytes());
        End(copied && released && pages.HoldBut(0, 16));
      },
      testing::ExitedWithCode(0), "");
  EXPECT_TRUE(pages.HoldBut(0, 0));
}

}  // namespace
}  // namespace heddle::core
