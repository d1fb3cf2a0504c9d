// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/batch_runner.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "litmus/hardware/processors.h"
#include "litmus/hardware/translate.h"

namespace heddle::litmus {
namespace {

using core::MemoryOrder;

constexpr std::size_t kMinRuns = 64;

// Some batches keep the threads together at each run, some let them drift apart.
constexpr std::array<std::size_t, 4> kGroups = {1, 2, 8, 64};

// A batch that takes longer is not worth it: other programs keep the processors busy, and to wait
// for one another the threads give up time slice after time slice.
constexpr std::chrono::milliseconds kPatience{20};

}  // namespace

BatchRunner::BatchRunner(const Program& program, std::uint64_t seed)
    : program_(program), random_(seed), batch_(program) {
  batch_.runs = kMinRuns;
  for (std::size_t i = 0; i < program.threads.size(); ++i) {
    starts_.emplace_back();
    workers_.emplace_back(batch_, Translate(program.threads[i]), i, random_());
  }
  const std::vector<int> processors = UsableProcessors();
  for (std::size_t i = 0; i < workers_.size() && !processors.empty(); ++i) {
    places_.push_back(processors[i % processors.size()]);
  }
}

BatchRunner::~BatchRunner() {
  stopping_ = true;
  WakeAll();
}

void BatchRunner::Run(Histogram& histogram) {
  const auto start = Rendezvous::Clock::now();
  RunBatch();
  if (batch_.blocking.deadlocked()) {
    histogram.deadlocked = true;
    return;
  }
  Count(histogram);
  const bool quick = Rendezvous::Clock::now() - start < kPatience;
  batch_.runs = std::clamp(quick ? batch_.runs * 2 : batch_.runs / 2, kMinRuns, Batch::kMaxRuns);
}

void BatchRunner::RunBatch() {
  batch_.group = kGroups[random_() % kGroups.size()];
  std::ranges::shuffle(places_, random_);
  batch_.instances.Reset(batch_.runs);
  batch_.blocking.Begin();
  batch_.rendezvous.Begin(Rendezvous::Clock::now() + kPatience);
  // Relaxed: no thread is awake, and the events order it.
  running_.store(workers_.size(), MemoryOrder::kRelaxed);
  StartThreads();
  WakeAll();
  all_ended_.Park();
}

// Not in the constructor: if a thread cannot be started, the destructor stops the others.
void BatchRunner::StartThreads() {
  while (threads_.size() < workers_.size()) {
    threads_.emplace_back([this, thread = threads_.size()] { Follow(thread); });
  }
}

void BatchRunner::Follow(std::size_t thread) {
  while (true) {
    starts_[thread].Park();
    if (stopping_) {
      return;
    }
    // The system would often put all threads on the processor of the one that woke them.
    if (!places_.empty()) {
      StayOn(places_[thread]);
    }
    workers_[thread].RunBatch();
    // Acquire and release, each with each: the last one passes on what all have done.
    if (running_.fetch_sub(1, MemoryOrder::kAcquireRelease) == 1) {
      all_ended_.Wake();
    }
  }
}

void BatchRunner::WakeAll() {
  for (core::StdSync::Event& start : starts_) {
    start.Wake();
  }
}

void BatchRunner::Count(Histogram& histogram) {
  Outcome outcome(program_.outcome.size());
  for (std::size_t run = 0; run < batch_.runs; ++run) {
    for (std::size_t i = 0; i < outcome.size(); ++i) {
      outcome[i] = ValueOf(program_.outcome[i], run);
    }
    ++histogram.counts[outcome];
  }
  histogram.runs += batch_.runs;
}

std::int64_t BatchRunner::ValueOf(const Observed& observed, std::size_t run) {
  switch (observed.kind) {
    case Observed::Kind::kRegister:
      return workers_[observed.thread].Registers(run)[observed.index];
    case Observed::Kind::kAtomic: {
      const HardwareWord& atomic = batch_.instances[run].atomics[observed.index].value;
      // Relaxed: every thread has ended.
      return static_cast<std::int64_t>(atomic.load(MemoryOrder::kRelaxed));
    }
    case Observed::Kind::kVariable:
      break;
  }
  return batch_.instances[run].variables[observed.index].value.Get();
}

}  // namespace heddle::litmus
