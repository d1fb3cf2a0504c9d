// SPDX-License-Identifier: BSD-3-Clause

#include "tests/checker/sample_programs.h"

#include <cstdint>

#include "checker/relacy/primitives.h"
#include "checker/relacy/relacy_sync.h"
#include "core/sync/failure.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {
namespace {

using core::LockRank;
using core::MemoryOrder;
using std::uint64_t;

constexpr auto kRelaxed = MemoryOrder::kRelaxed;
constexpr auto kStrongest = MemoryOrder::kSequentiallyConsistent;

struct Word : RelacySync::Atomic<uint64_t> {
  Word() : Atomic(0) {}
};
struct Lock : RelacySync::Mutex {
  Lock() : Mutex(LockRank::kUnranked) {}
};

struct State {
  Lock lock[3];
  MutexCell try_lock{LockRank::kUnranked};
  Word x;
  Word y;
  Word z;
  RelacySync::Shared<uint64_t> plain{0};
  RelacySync::Event event;
};

std::unique_ptr<Program> Make(int threads, ProgramOf<State>::Body body) {
  return std::make_unique<ProgramOf<State>>(threads, std::move(body));
}

std::unique_ptr<Program> MakeLocks() {
  return Make(3, [](State& state, int) {
    state.lock[0].lock();
    state.plain.Set(state.plain.Get() + 1);
    state.lock[0].unlock();
    state.x.fetch_add(1, kRelaxed);
  });
}

std::unique_ptr<Program> MakeOlderValues() {
  return Make(3, [](State& state, int index) {
    if (index < 2) {
      (index == 0 ? state.x : state.y).store(1, kRelaxed);
      state.z.store(static_cast<uint64_t>(index) + 1, kRelaxed);
    } else {
      state.x.load(kRelaxed);
      state.y.load(kRelaxed);
      state.x.load(kRelaxed);
      state.z.load(kRelaxed);
    }
  });
}

// The load is asked twice how far to go back.
std::unique_ptr<Program> MakeValuesTwoStoresOld() {
  return Make(3, [](State& state, int index) {
    if (index == 0) {
      state.x.fetch_add(1, MemoryOrder::kRelease);
    } else if (index == 1) {
      state.x.load(MemoryOrder::kAcquire);
    } else {
      state.x.store(2, kRelaxed);
      state.y.load(kRelaxed);
    }
  });
}

std::unique_ptr<Program> MakeWeakCompareExchange() {
  return Make(2, [](State& state, int) {
    uint64_t seen = 0;
    while (!state.x.compare_exchange_weak(seen, seen + 1, kRelaxed, kRelaxed)) {
    }
    state.y.compare_exchange_weak(seen, seen + 1, kRelaxed, kRelaxed);
  });
}

std::unique_ptr<Program> MakeFailedCompareExchange() {
  return Make(3, [](State& state, int index) {
    uint64_t seen = 0;
    state.x.compare_exchange_strong(seen, static_cast<uint64_t>(index) + 1, kStrongest, kRelaxed);
    seen = 7;
    state.y.compare_exchange_strong(seen, 1, kStrongest, kRelaxed);
    state.x.load(kRelaxed);
  });
}

std::unique_ptr<Program> MakeTryLocks() {
  return Make(2, [](State& state, int) {
    if (state.try_lock.TryLock(Location::current())) {
      state.plain.Set(1);
      state.try_lock.Unlock(Location::current());
    }
    state.x.fetch_add(1, kRelaxed);
    if (state.try_lock.TryLock(Location::current())) {
      state.try_lock.Unlock(Location::current());
    }
  });
}

std::unique_ptr<Program> MakeDeadlocks() {
  return Make(3, [](State& state, int index) {
    Lock& first = state.lock[index];
    Lock& second = state.lock[(index + 1) % 3];
    first.lock();
    second.lock();
    state.x.store(1, kRelaxed);
    second.unlock();
    first.unlock();
  });
}

std::unique_ptr<Program> MakeFailures() {
  return Make(3, [](State& state, int index) {
    if (index == 0) {
      state.x.store(1, kRelaxed);
      state.y.store(1, kRelaxed);
    } else if (index == 1) {
      if (state.y.load(kRelaxed) == 1 && state.x.load(kRelaxed) == 0) {
        core::Fatal("y overtook x");
      }
      state.z.fetch_add(1, kRelaxed);
    } else {
      if (state.z.fetch_add(1, kRelaxed) == 1) {
        core::Fatal("z was there first");
      }
      state.x.store(2, kRelaxed);
    }
  });
}

std::unique_ptr<Program> MakeFailingStart() {
  return Make(3, [](State& state, int index) {
    if (index == 1) {
      state.plain.Set(1);
    } else if (index == 2) {
      state.plain.Set(2);
    }
    state.x.fetch_add(1, kRelaxed);
    if (index == 0) {
      state.lock[0].lock();
      state.lock[0].unlock();
    }
  });
}

std::unique_ptr<Program> MakeEvents() {
  return Make(3, [](State& state, int index) {
    if (index == 0) {
      state.event.Park();
      state.x.load(kRelaxed);
      if (state.y.load(kRelaxed) == 0) {
        state.event.Park();
      }
    } else {
      (index == 1 ? state.x : state.y).store(1, kRelaxed);
      state.event.Wake();
    }
  });
}

std::unique_ptr<Program> MakeFences() {
  return Make(3, [](State& state, int index) {
    Word& mine = index == 0 ? state.x : index == 1 ? state.y : state.z;
    Word& other = index == 0 ? state.y : index == 1 ? state.z : state.x;
    mine.store(1, kRelaxed);
    RelacySync::Fence(kStrongest);
    other.load(kRelaxed);
  });
}

}  // namespace

std::unique_ptr<Program> MakeThreeIncrements() {
  return Make(3, [](State& state, int) {
    uint64_t seen = state.x.load(kStrongest);
    while (!state.x.compare_exchange_strong(seen, seen + 1, kStrongest, kStrongest)) {
    }
  });
}

std::unique_ptr<Program> MakeManyExecutions() {
  return Make(3, [](State& state, int index) {
    for (int i = 0; i < 2; ++i) {
      state.x.fetch_add(1, kStrongest);
    }
    state.y.store(static_cast<uint64_t>(index), kStrongest);
    state.y.load(kStrongest);
  });
}

std::unique_ptr<Program> MakeEndless() {
  return Make(4, [](State& state, int) {
    for (int i = 0; i < 5; ++i) {
      state.x.fetch_add(1, kStrongest);
    }
  });
}

const std::vector<SampleProgram>& SamplePrograms() {
  static const std::vector<SampleProgram> kPrograms = {
      {"locks", MakeLocks},
      {"older values", MakeOlderValues},
      {"values two stores old", MakeValuesTwoStoresOld},
      {"weak compare-exchange", MakeWeakCompareExchange},
      {"failed compare-exchange", MakeFailedCompareExchange},
      {"three increments", MakeThreeIncrements},
      {"try-locks", MakeTryLocks},
      {"fences", MakeFences},
      {"events", MakeEvents},
      {"deadlocks", MakeDeadlocks, true},
      {"failures", MakeFailures, true},
      {"failing start", MakeFailingStart, true},
  };
  return kPrograms;
}

}  // namespace heddle::checker
