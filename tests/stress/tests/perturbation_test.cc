// SPDX-License-Identifier: BSD-3-Clause

#include "core/sync/perturbation.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <source_location>
#include <string>

#include "core/sync/perturbed_sync.h"

namespace heddle::core {
namespace {

constexpr std::chrono::microseconds kShort{1};
constexpr int kPoints = 1000;

// Of so many synchronization points at one place.
std::uint64_t WaitsAt(const std::source_location& where, const PerturbationPlan& plan,
                      std::uint64_t seed = 1) {
  const PerturbedSync::Atomic<int> cell(1);
  const ThreadPerturbation perturbation(plan, seed);
  for (int i = 0; i < kPoints; ++i) {
    cell.load(MemoryOrder::kRelaxed, where);
  }
  return perturbation.waits();
}

TEST(Perturbation, IsOnlyAtThePlacesThatItAimsAtAndThereOneTimeInTwo) {
  const auto aimed_at = std::source_location::current();
  const PerturbationPlan plan{
      .one_in = 1,
      .longest = kShort,
      .places = {{"tests/perturbation_test.cc", aimed_at.line()}, {"elsewhere.cc", 1}}};
  const std::uint64_t waits = WaitsAt(aimed_at, plan);
  EXPECT_GT(waits, kPoints * 4 / 10);
  EXPECT_LT(waits, kPoints * 6 / 10);
  EXPECT_EQ(WaitsAt(std::source_location::current(), plan), 0U);
}

TEST(Perturbation, CountsTheWaitsAtEachPlaceItAimsAt) {
  const auto here = std::source_location::current();
  // Another name of the same line is told of the same waits.
  PerturbationPlan plan{.longest = kShort,
                        .places = {{here.file_name(), here.line() + 1},
                                   {here.file_name(), here.line()},
                                   {"perturbation_test.cc", here.line()}}};
  PlaceWaits waits(plan.places.size());
  plan.waits = &waits;
  const std::uint64_t one = WaitsAt(here, plan, 1);
  const std::uint64_t both = one + WaitsAt(here, plan, 2);
  EXPECT_GT(one, 0U);
  EXPECT_EQ(waits[0], 0U);
  EXPECT_EQ(waits[1], both);
  EXPECT_EQ(waits[2], both);
}

TEST(SourcePlace, IsNamedByWholeNames) {
  const auto here = std::source_location::current();
  const auto is_here = [&](const std::string& file) {
    return SourcePlace{file, here.line()}.Is(here);
  };
  const std::string path = here.file_name();
  EXPECT_TRUE(is_here(path));
  EXPECT_TRUE(is_here("tests/perturbation_test.cc"));
  EXPECT_TRUE(is_here("/perturbation_test.cc"));
  EXPECT_FALSE(is_here("test.cc"));
  EXPECT_FALSE(is_here("n_test.cc"));
  EXPECT_FALSE(is_here("elsewhere/" + path));
  EXPECT_FALSE((SourcePlace{path, here.line() + 1}.Is(here)));
}

TEST(Perturbation, IsAtOneInSoManyPoints) {
  const auto here = std::source_location::current();
  EXPECT_EQ(WaitsAt(here, {.one_in = 0, .longest = kShort}), 0U);
  const std::uint64_t often = WaitsAt(here, {.one_in = 2, .longest = kShort});
  EXPECT_GT(often, kPoints / 4);
  EXPECT_GT(often, WaitsAt(here, {.one_in = 500, .longest = kShort}));
}

TEST(Perturbation, DependsOnTheSeed) {
  const auto here = std::source_location::current();
  const PerturbationPlan plan{.one_in = 20, .longest = kShort};
  EXPECT_EQ(WaitsAt(here, plan, 3), WaitsAt(here, plan, 3));
  EXPECT_NE(WaitsAt(here, plan, 3), WaitsAt(here, plan, 4));
}

TEST(Perturbation, IsOfTheThreadThatHasIt) {
  const PerturbationPlan plan{.one_in = 1, .longest = kShort};
  const PerturbedSync::Atomic<int> cell(1);
  std::optional<ThreadPerturbation> outer(std::in_place, plan, 1);
  {
    const ThreadPerturbation inner(plan, 2);
    for (int i = 0; i < kPoints; ++i) {
      cell.load(MemoryOrder::kRelaxed);
    }
    EXPECT_GT(inner.waits(), 0U);
  }
  EXPECT_EQ(outer->waits(), 0U);
  outer.reset();
  cell.load(MemoryOrder::kRelaxed);  // with nothing there to ask
}

// Every operation that orders threads is a point, once.
TEST(PerturbedSync, AsksAtEachOperation) {
  const auto aimed_at = [&](auto operation) {
    const auto here = std::source_location::current();
    const PerturbationPlan at_here{.longest = kShort, .places = {{here.file_name(), here.line()}}};
    const ThreadPerturbation perturbation(at_here, 1);
    for (int i = 0; i < 64; ++i) {
      operation(here);
    }
    return perturbation.waits();
  };
  constexpr auto kRelaxed = MemoryOrder::kRelaxed;
  PerturbedSync::Atomic<int> cell(0);
  PerturbedSync::Published<int> published(0);
  PerturbedSync::Event event;
  int expected = 0;
  EXPECT_GT(aimed_at([&](auto at) { cell.load(kRelaxed, at); }), 0U);
  EXPECT_GT(aimed_at([&](auto at) { cell.store(1, kRelaxed, at); }), 0U);
  EXPECT_GT(aimed_at([&](auto at) { cell.exchange(1, kRelaxed, at); }), 0U);
  EXPECT_GT(aimed_at([&](auto at) { cell.fetch_add(1, kRelaxed, at); }), 0U);
  EXPECT_GT(aimed_at([&](auto at) { cell.fetch_sub(1, kRelaxed, at); }), 0U);
  EXPECT_GT(
      aimed_at([&](auto at) { cell.compare_exchange_strong(expected, 1, kRelaxed, kRelaxed, at); }),
      0U);
  EXPECT_GT(
      aimed_at([&](auto at) { cell.compare_exchange_weak(expected, 1, kRelaxed, kRelaxed, at); }),
      0U);
  EXPECT_GT(aimed_at([&](auto at) { published.Set(1, kRelaxed, at); }), 0U);
  EXPECT_GT(aimed_at([&](auto at) { published.Peek(kRelaxed, at); }), 0U);
  EXPECT_EQ(aimed_at([&](auto at) { published.Get(at); }), 0U);
  EXPECT_GT(aimed_at([&](auto at) {
              event.Wake(at);
              event.Park(at);
            }),
            0U);
  EXPECT_GT(aimed_at([&](auto at) { PerturbedSync::Fence(kRelaxed, at); }), 0U);
  PerturbedSync::Mutex mutex(LockRank::kHeap);
  EXPECT_GT(aimed_at([&](auto at) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
              mutex.lock(at);
              mutex.unlock(at);
            }),
            0U);
}

TEST(PerturbationRandom, DependsOnItsSeedAlone) {
  PerturbationRandom one(7);
  PerturbationRandom same(7);
  PerturbationRandom other(8);
  int different = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t number = one();
    EXPECT_EQ(number, same());
    different += number != other() ? 1 : 0;
  }
  EXPECT_GT(different, 990);
}

}  // namespace
}  // namespace heddle::core
