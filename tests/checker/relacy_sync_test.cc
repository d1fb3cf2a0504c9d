// SPDX-License-Identifier: BSD-3-Clause
//
// What RelacySync's primitives mean under the checker: what must be found, and what must not be
// blamed.

#include "checker/relacy/relacy_sync.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "core/sync/failure.h"
#include "tests/checker/explore.h"

namespace heddle::checker {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

struct Guarded {
  RelacySync::Mutex lock{LockRank::kUnranked};
  RelacySync::Shared<uint64_t> shared{0};
  RelacySync::Published<uint64_t> published{0};
};

void Increment(Guarded& state) {
  state.lock.lock();
  state.shared.Set(state.shared.Get() + 1);
  state.lock.unlock();
}

TEST(Shared, UnderTheLockIsNoRace) {
  const auto result = Explore<Guarded>(
      2, [](Guarded& state, int) { Increment(state); },
      [](Guarded& state) {
        if (state.shared.Get() != 2) {
          core::Fatal("an increment was lost");
        }
      });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
  EXPECT_TRUE(result.exhausted);
}

TEST(Shared, WriterWithoutTheLockIsARace) {
  const auto result = Explore<Guarded>(2, [](Guarded& state, int index) {
    if (index == 0) {
      Increment(state);
    } else {
      state.shared.Set(7);
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kRace);
}

TEST(Shared, ReaderWithoutTheLockIsARace) {
  const auto result = Explore<Guarded>(2, [](Guarded& state, int index) {
    if (index == 0) {
      Increment(state);
    } else {
      state.shared.Get();
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kRace);
}

// Nobody has written it but who made it, so there is no other access to name.
TEST(Shared, ReaderOfOneThatIsMadeMeanwhileIsARace) {
  struct Late {
    std::optional<RelacySync::Shared<uint64_t>> shared;
    RelacySync::Atomic<uint64_t> is_made{0};
  };
  const auto result = Explore<Late>(2, [](Late& state, int index) {
    if (index == 0) {
      state.shared.emplace(7);
      state.is_made.store(1, MemoryOrder::kRelaxed);
    } else if (state.is_made.load(MemoryOrder::kRelaxed) == 1) {
      state.shared->Get();
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kRace);
  EXPECT_EQ(FirstMessage(result), "data race");
}

void Publish(Guarded& state, uint64_t value) {
  state.lock.lock();
  state.published.Set(state.published.Get() + value, MemoryOrder::kRelaxed);
  state.lock.unlock();
}

TEST(Published, WritersUnderTheLockAndPeekersWithoutItAreNoRace) {
  const auto result = Explore<Guarded>(3, [](Guarded& state, int index) {
    if (index < 2) {
      Publish(state, 1);
    } else {
      state.published.Peek(MemoryOrder::kRelaxed);
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
  EXPECT_TRUE(result.exhausted);
}

// The relaxed store alone would hide it.
TEST(Published, WriterWithoutTheLockIsARace) {
  const auto result = Explore<Guarded>(2, [](Guarded& state, int index) {
    if (index == 0) {
      Publish(state, 1);
    } else {
      state.published.Set(7, MemoryOrder::kRelaxed);
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kRace);
}

TEST(Published, GetWithoutTheLockIsARace) {
  const auto result = Explore<Guarded>(2, [](Guarded& state, int index) {
    if (index == 0) {
      Publish(state, 1);
    } else {
      state.published.Get();
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kRace);
}

TEST(Published, PlainPeekIsARace) {
  const auto result = Explore<Guarded>(2, [](Guarded& state, int index) {
    if (index == 0) {
      Publish(state, 1);
    } else {
      state.published.Peek(MemoryOrder::kPlain);
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kRace);
}

// It commutes with everything that may run at the same time, so more of it costs no execution.
TEST(Published, GetIsNoSchedulingPoint) {
  const auto executions_with_gets = [](int gets) {
    return Explore<Guarded>(2,
                            [gets](Guarded& state, int) {
                              state.lock.lock();
                              for (int i = 0; i < gets; ++i) {
                                state.published.Get();
                              }
                              state.published.Set(1, MemoryOrder::kRelaxed);
                              state.lock.unlock();
                            })
        .executions;
  };
  EXPECT_EQ(executions_with_gets(0), executions_with_gets(5));
}

TEST(Published, PeekIsASchedulingPoint) {
  const auto executions_with_peeks = [](int peeks) {
    return Explore<Guarded>(2,
                            [peeks](Guarded& state, int index) {
                              if (index == 0) {
                                Publish(state, 1);
                              } else {
                                for (int i = 0; i < peeks; ++i) {
                                  state.published.Peek(MemoryOrder::kRelaxed);
                                }
                              }
                            })
        .executions;
  };
  EXPECT_LT(executions_with_peeks(1), executions_with_peeks(2));
}

struct Outcomes {
  RelacySync::Published<uint64_t> data{0};
  RelacySync::Published<uint64_t> flag{0};
};

// What a reader of `data` may see once it has seen the flag.
bool CanSeeStaleData(std::string_view strategy, MemoryOrder store, MemoryOrder load) {
  bool stale = false;
  ProgramOf<Outcomes> program(2, [&](Outcomes& state, int index) {
    if (index == 0) {
      state.data.Set(1, MemoryOrder::kRelaxed);
      state.flag.Set(1, store);
    } else if (state.flag.Peek(load) == 1 && state.data.Peek(MemoryOrder::kRelaxed) == 0) {
      stale = true;
    }
  });
  EXPECT_EQ(Check(program, With(strategy)).verdict(), Verdict::kPass);
  return stale;
}

TEST(Published, OrdersReachTheSimulation) {
  for (const std::string_view by : kExhaustive) {
    SCOPED_TRACE(by);
    EXPECT_TRUE(CanSeeStaleData(by, MemoryOrder::kRelaxed, MemoryOrder::kRelaxed));
    EXPECT_TRUE(CanSeeStaleData(by, MemoryOrder::kRelease, MemoryOrder::kRelaxed));
    EXPECT_TRUE(CanSeeStaleData(by, MemoryOrder::kRelaxed, MemoryOrder::kAcquire));
    EXPECT_FALSE(CanSeeStaleData(by, MemoryOrder::kRelease, MemoryOrder::kAcquire));
  }
}

struct Parking {
  RelacySync::Event event;
  RelacySync::Shared<uint64_t> data{0};
};

TEST(Event, WakeUpIsNotLostAndOrdersWhatCameBefore) {
  const auto result = Explore<Parking>(2, [](Parking& state, int index) {
    if (index == 0) {
      state.data.Set(1);
      state.event.Wake();
    } else {
      state.event.Park();
      if (state.data.Get() != 1) {
        core::Fatal("woken before the data was written");
      }
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
  EXPECT_TRUE(result.exhausted);
}

// Two wake-ups may count as one, and both wakers are then ordered before whoever parks.
TEST(Event, SecondWakeUpOrdersToo) {
  struct State {
    RelacySync::Event event;
    RelacySync::Shared<uint64_t> first{0};
    RelacySync::Atomic<uint64_t> woken{0};
  };
  const auto result = Explore<State>(2, [](State& state, int index) {
    if (index == 0) {
      state.event.Wake();
      state.first.Set(1);
      state.event.Wake();
      state.woken.store(1, MemoryOrder::kRelaxed);
    } else if (state.woken.load(MemoryOrder::kRelaxed) == 1) {
      state.event.Park();
      state.first.Get();
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
}

TEST(Event, ParkingWithoutAWakerIsADeadlock) {
  const auto result = Explore<Parking>(2, [](Parking& state, int index) {
    if (index == 0) {
      state.event.Park();
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kDeadlock);
  ASSERT_EQ(result.violations.size(), 1U);
  const Counterexample& example = result.violations[0].counterexample;
  ASSERT_EQ(example.waits.size(), 1U);
  EXPECT_EQ(example.waits[0].thread, 0);
}

TEST(Event, WhereALockWasIsHeldByNobody) {
  struct Place {
    std::variant<RelacySync::Mutex, RelacySync::Event> place{std::in_place_index<0>,
                                                             LockRank::kUnranked};
  };
  const auto result = Explore<Place>(1, [](Place& state, int) {
    std::get<0>(state.place).lock();
    std::get<0>(state.place).unlock();
    state.place.emplace<1>().Park();
  });
  EXPECT_EQ(result.verdict(), Verdict::kDeadlock);
  ASSERT_EQ(result.violations.size(), 1U);
  const Counterexample& example = result.violations[0].counterexample;
  ASSERT_EQ(example.waits.size(), 1U);
  EXPECT_EQ(example.waits[0].holder, std::nullopt);
}

// Relacy itself would leave the operation out.
TEST(Atomic, OrdersThatDoNotFitAreRejected) {
  struct Word {
    RelacySync::Atomic<uint64_t> value{0};
  };
  using Body = void (*)(Word&, int);
  const std::vector<Body> wrong = {
      [](Word& word, int) { word.value.store(1, MemoryOrder::kAcquire); },
      [](Word& word, int) { word.value.store(1, MemoryOrder::kPlain); },
      [](Word& word, int) { word.value.load(MemoryOrder::kRelease); },
      [](Word& word, int) { word.value.load(MemoryOrder::kAcquireRelease); },
      [](Word& word, int) {
        uint64_t seen = 0;
        word.value.compare_exchange_strong(seen, 1, MemoryOrder::kAcquireRelease,
                                           MemoryOrder::kSequentiallyConsistent);
      },
      [](Word&, int) { RelacySync::Fence(MemoryOrder::kRelaxed); },
  };
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const auto result = Explore<Word>(1, wrong[i]);
    EXPECT_EQ(result.verdict(), Verdict::kAssertion) << i;
    EXPECT_NE(FirstMessage(result).find(" cannot be "), std::string::npos) << FirstMessage(result);
  }
}

// C++ allows it, Relacy does not.
TEST(Atomic, ACompareExchangeThatAcquiresOnlyWhereItFailsIsRejected) {
  struct Word {
    RelacySync::Atomic<uint64_t> value{0};
  };
  const auto result = Explore<Word>(1, [](Word& word, int) {
    uint64_t seen = 0;
    word.value.compare_exchange_strong(seen, 1, MemoryOrder::kRelaxed, MemoryOrder::kAcquire);
  });
  EXPECT_EQ(result.verdict(), Verdict::kAssertion);
  EXPECT_NE(FirstMessage(result).find("acquires where it fails, and not where it succeeds"),
            std::string::npos)
      << FirstMessage(result);
}

TEST(Atomic, ReadModifyWritesAreAtomic) {
  struct Counter {
    RelacySync::Atomic<uint64_t> value{0};
  };
  const auto result = Explore<Counter>(
      3, [](Counter& state, int) { state.value.fetch_add(1, MemoryOrder::kRelaxed); },
      [](Counter& state) {
        if (state.value.load(MemoryOrder::kRelaxed) != 3) {
          core::Fatal("an increment was lost");
        }
      });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
}

TEST(Atomic, LostUpdateIsFound) {
  struct Counter {
    RelacySync::Atomic<uint64_t> value{0};
  };
  const auto result = Explore<Counter>(
      2,
      [](Counter& state, int) {
        state.value.store(state.value.load(MemoryOrder::kRelaxed) + 1, MemoryOrder::kRelaxed);
      },
      [](Counter& state) {
        if (state.value.load(MemoryOrder::kRelaxed) != 2) {
          core::Fatal("an increment was lost");
        }
      });
  EXPECT_EQ(result.verdict(), Verdict::kAssertion);
  EXPECT_EQ(FirstMessage(result), "an increment was lost");
}

TEST(Atomic, NarrowTypesKeepTheirValues) {
  struct Narrow {
    RelacySync::Atomic<bool> flag{true};
    RelacySync::Published<std::int16_t> number{-3};
  };
  const auto result = Explore<Narrow>(1, [](Narrow& state, int) {
    bool expected = true;
    if (!state.flag.compare_exchange_strong(expected, false, MemoryOrder::kAcquireRelease,
                                            MemoryOrder::kRelaxed) ||
        state.flag.load(MemoryOrder::kRelaxed) || state.number.Peek(MemoryOrder::kRelaxed) != -3) {
      core::Fatal("a value was lost");
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
}

// Standard containers may be used in a simulated thread, and a history may be formatted with them
// afterwards.
TEST(Simulation, ThreadsMayPushToAVectorAndTheFailingHistoryCanBePrinted) {
  const auto result = Explore<Guarded>(2, [](Guarded& state, int index) {
    std::vector<uint64_t> values;
    for (uint64_t i = 0; i < 100; ++i) {
      values.push_back(i);
    }
    if (index == 0) {
      Increment(state);
    }
    state.shared.Set(values.back());
  });
  ASSERT_EQ(result.verdict(), Verdict::kRace);
  const std::string history = FormatInterleaving(result.violations.at(0));
  EXPECT_TRUE(history.find("write object") != std::string::npos) << history;
  EXPECT_TRUE(history.find("tests/checker/relacy_sync_test.cc:") != std::string::npos) << history;
}

TEST(Simulation, ThreadsMayAllocateMuch) {
  const auto result = Explore<Guarded>(1, [](Guarded&, int) {
    const std::vector<char> first(40'000, 'a');
    const std::vector<char> second(40'000, 'b');
    if (std::ranges::count(first, 'a') != 40'000 || std::ranges::count(second, 'b') != 40'000) {
      core::Fatal("one is where the other is");
    }
  });
  EXPECT_EQ(result.verdict(), Verdict::kPass) << FirstMessage(result);
}

TEST(Simulation, LeakedMemoryIsFound) {
  struct State {
    void* volatile leaked =
        nullptr;  // volatile: an allocation that nobody looks at is optimized away
  };
  const auto result =
      Explore<State>(1, [](State& state, int) { state.leaked = ::operator new(16); });
  EXPECT_EQ(result.verdict(), Verdict::kLeak);
}

}  // namespace
}  // namespace heddle::checker
