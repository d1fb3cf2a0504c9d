// SPDX-License-Identifier: BSD-3-Clause

#include "tests/checker/small_programs.h"

#include <algorithm>

#include "checker/trace/malloc_vector.h"
#include "core/sync/failure.h"
#include "tests/checker/program_of.h"

namespace heddle::checker {
namespace {

using core::MemoryOrder;
using std::uint64_t;

constexpr auto kRelaxed = MemoryOrder::kRelaxed;
constexpr auto kSc = MemoryOrder::kSequentiallyConsistent;

void LockUnlock(RelacySync::Mutex& lock) {
  lock.lock();
  lock.unlock();
}
void LockBoth(RelacySync::Mutex& first, RelacySync::Mutex& second) {
  first.lock();
  second.lock();
  second.unlock();
  first.unlock();
}

template <MemoryOrder kOrder, bool kFenced>
void StoreBuffering(SmallState& s, int thread) {
  (thread == 0 ? s.x : s.y).store(1, kOrder);
  if constexpr (kFenced) {
    RelacySync::Fence(kSc);
  }
  s.seen[static_cast<std::size_t>(thread)] = (thread == 0 ? s.y : s.x).load(kOrder);
}

template <MemoryOrder kStore, MemoryOrder kLoad>
void MessagePassing(SmallState& s, int thread) {
  if (thread == 0) {
    s.x.store(1, kRelaxed);
    s.x.store(2, kRelaxed);
    s.y.store(1, kStore);
  } else {
    s.seen[0] = s.y.load(kLoad);
    s.seen[1] = s.x.load(kRelaxed);
  }
}

void Iriw(SmallState& s, int thread) {
  switch (thread) {
    case 0:
      s.x.store(1, kSc);
      break;
    case 1:
      s.y.store(1, kSc);
      break;
    case 2:
      s.seen[0] = s.x.load(kSc);
      s.seen[1] = s.y.load(kSc);
      break;
    default:
      s.seen[2] = s.y.load(kSc);
      s.seen[3] = s.x.load(kSc);
      break;
  }
}

void TwoPlusTwoWrites(SmallState& s, int thread) {
  (thread == 0 ? s.x : s.y).store(1, kRelaxed);
  (thread == 0 ? s.y : s.x).store(2, kRelaxed);
}

void CasIncrement(SmallState& s, int thread) {
  uint64_t value = s.x.load(kRelaxed);
  const bool done = s.x.compare_exchange_strong(value, value + 1, kRelaxed, kRelaxed);
  s.seen[static_cast<std::size_t>(thread)] = 10 * value + (done ? 1 : 0);
}

void WeakCas(SmallState& s, int thread) {
  uint64_t value = 0;
  const bool done = s.x.compare_exchange_weak(value, 1, kRelaxed, kRelaxed);
  s.seen[static_cast<std::size_t>(thread)] = 10 * value + (done ? 1 : 0);
}

void LockAndAdd(SmallState& s, int /*thread*/) {
  for (int i = 0; i < 2; ++i) {
    s.a.lock();
    s.data.Set(s.data.Get() + 1);
    s.a.unlock();
  }
  s.x.fetch_add(1, kRelaxed);
}

void Deadlock(SmallState& s, int thread) {
  if (thread == 0) {
    LockBoth(s.a, s.b);
  } else {
    LockBoth(s.b, s.a);
  }
}

// Only if the flag is not seen.
void ConditionalDeadlock(SmallState& s, int thread) {
  if (thread == 0) {
    s.x.store(1, kRelaxed);
    LockBoth(s.a, s.b);
  } else if (s.x.load(kRelaxed) == 0) {
    LockBoth(s.b, s.a);
  }
}

// The race is the end of both threads.
void LateRace(SmallState& s, int thread) {
  LockUnlock(s.a);
  if (thread == 0 || s.x.fetch_add(1, kRelaxed) == 0) {
    s.data.Set(1);
  }
}

// Each thread fails at once in a way of its own.
void TwoFailures(SmallState& s, int thread) {
  if (thread == 0) {
    s.x.store(1, kRelaxed);
    core::Fatal("the first fails");
  }
  s.y.store(1, kRelaxed);
  core::Fatal("the second fails");
}

void LostUpdate(SmallState& s, int thread) {
  const uint64_t value = s.x.load(kSc);
  s.x.store(value + 1, kSc);
  if (thread == 1 && s.x.load(kSc) == 1 && value == 0) {
    s.seen[1] = 1;
  }
}

// Waits for what the other does before it wakes it.
void WakeAndPark(SmallState& s, int thread) {
  if (thread == 0) {
    s.data.Set(7);
    s.event.Wake();
    s.x.store(1, kRelaxed);
  } else {
    s.event.Park();
    s.seen[0] = s.data.Get();
    s.seen[1] = s.x.load(kRelaxed);
  }
}

}  // namespace

const std::vector<SmallProgram>& SmallPrograms() {
  static const std::vector<SmallProgram> kPrograms = {
      {"SB", 2, StoreBuffering<MemoryOrder::kRelaxed, false>},
      {"SB seq_cst", 2, StoreBuffering<kSc, false>},
      {"SB fences", 2, StoreBuffering<MemoryOrder::kRelaxed, true>},
      {"MP of two", 2, MessagePassing<MemoryOrder::kRelaxed, MemoryOrder::kRelaxed>},
      {"MP of two, acquire", 2, MessagePassing<MemoryOrder::kRelease, MemoryOrder::kAcquire>},
      {"IRIW seq_cst", 4, Iriw},
      {"2+2W", 2, TwoPlusTwoWrites},
      {"cas", 3, CasIncrement},
      {"weak cas", 2, WeakCas},
      {"locks and add", 2, LockAndAdd},
      {"deadlock", 2, Deadlock},
      {"conditional deadlock", 2, ConditionalDeadlock},
      {"late race", 2, LateRace},
      {"two failures", 2, TwoFailures},
      {"lost update", 2, LostUpdate},
      {"wake and park", 2, WakeAndPark},
  };
  return kPrograms;
}

const SmallProgram& FindSmallProgram(std::string_view name) {
  return *std::ranges::find(SmallPrograms(), name, &SmallProgram::name);
}

Findings FindAll(const SmallProgram& small, CheckOptions options) {
  using Outcome = decltype(SmallState::seen);
  MallocVector<Outcome> seen;  // operator new would be the simulated program's
  ProgramOf<SmallState> program(small.threads, small.body, [&seen](SmallState& state) {
    if (std::ranges::find(seen, state.seen) == seen.end()) {
      seen.push_back(state.seen);
    }
  });
  options.all_violations = true;
  options.count_traces = true;
  options.simulation.check_lock_ranks = false;
  Findings findings;
  findings.result = Check(program, options);
  for (const Outcome& outcome : seen) {
    findings.outcomes.emplace(outcome.begin(), outcome.end());
  }
  for (const Violation& violation : findings.result.violations) {
    findings.kinds.emplace(violation.verdict,
                           violation.verdict == Verdict::kAssertion ? violation.message : "");
  }
  return findings;
}

}  // namespace heddle::checker
