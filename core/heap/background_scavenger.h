// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_HEAP_BACKGROUND_SCAVENGER_H_
#define HEDDLE_CORE_HEAP_BACKGROUND_SCAVENGER_H_

#include <cstdint>

#include "core/heap/scavenge_pacing.h"
#include "core/scavenger/revision.h"
#include "core/sync/annotations.h"
#include "core/sync/contains_address.h"
#include "core/sync/failure.h"
#include "core/sync/section.h"
#include "core/sync/steady_clock.h"

namespace heddle::core {

// Releases memory a little at a time while the heap retains more than its goal, and sleeps between
// (allocator-spec 6.7). One thread calls Run, or Step as often as it likes; a test or a model can
// drive it with a clock of its own. With nothing to do it parks until somebody wakes it.
//
// Its lock B comes before every other (6.8), so Wake may not be called under the heap lock. Who
// holds one asks for it with RequestWake, and a monitor passes that on with Poll. A request that
// finds the scavenger busy stays, so no wake-up is lost: it is passed on at the next Poll.
template <class HeapT, class Clock>
class BackgroundScavenger {
 public:
  using P = typename HeapT::Policies;
  using Mutex = typename P::Sync::Mutex;
  using Probe = typename P::Probe;
  using Event = typename P::Sync::Event;

  // What a step came to.
  enum class Outcome : std::uint8_t {
    kSlept,    // some memory was released
    kParked,   // there was nothing to do, until somebody woke it
    kStopped,  // Stop has been called
  };

  // Heap and clock outlive this.
  BackgroundScavenger(HeapT& heap, Clock& clock, const typename P::Protocol& protocol = {})
      : heap_(heap),
        clock_(clock),
        probe_(heap.probe()),
        protocol_(protocol),
        pacing_(HeapT::kScavenges == Revision::kR4 ? 0.001 : 0) {}
  BackgroundScavenger(const BackgroundScavenger&) = delete;
  BackgroundScavenger& operator=(const BackgroundScavenger&) = delete;

  // Until Stop. Takes and gives back locks; none is held while it sleeps.
  void Run() {
    while (Step() != Outcome::kStopped) {
    }
  }

  // One round: a system page's worth of work and the sleep after it, or parking.
  Outcome Step() HEDDLE_EXCLUDES(lock_) {
    const std::uint64_t page_bytes = heap_.pages().sizes().page_bytes;
    std::int64_t begin = 0;
    const std::uint64_t released =
        heap_.ScavengeTowardsGoal(page_bytes, [&] { begin = clock_.Now(); });
    if (released == 0 || !protocol_.Does(Step::kGoesOnUntilGoal)) {
      return Park();
    }
    if (released < page_bytes) {
      Fatal("released less than one physical page of memory");
    }
    return Sleep(ScavengePacing::Counted(clock_.Now() - begin, released / page_bytes));
  }

  // Wakes it if it sleeps or is parked, and does nothing if it is busy. Not under any lock of the
  // heap's.
  void Wake() HEDDLE_EXCLUDES(lock_) {
    const LockSection section(lock_, probe_, protocol_, Decision::kWakesUnderLock);
    if (parked_.Get() || !protocol_.Holds(Decision::kWakesIfParked)) {
      // Takes the last request, with what came before it: acquire, as shipped, pairs with the
      // release in RequestWake. A store could wipe out one that it has not seen.
      if (protocol_.Holds(Decision::kWakeTakesRequest)) {
        wake_requested_.exchange(0, protocol_.Order(Access::kTakeWakeRequest));
      } else {
        wake_requested_.store(0, MemoryOrder::kRelaxed);
      }
      parked_.Set(false);
      event_.Wake();
    }
  }

  // Under any lock: sees to it that the next Poll wakes it. Release, as shipped: pairs with the
  // acquire in Wake, which finds what the last of those who asked, ordered by a lock, was to tell.
  void RequestWake() { wake_requested_.store(1, protocol_.Order(Access::kRequestWake)); }

  // By a monitor, now and then.
  void Poll() HEDDLE_EXCLUDES(lock_) {
    if (WakeRequested()) {
      Wake();
    }
  }

  // Ends Run, now or when it is next called.
  void Stop() HEDDLE_EXCLUDES(lock_) {
    const LockSection section(lock_, probe_);
    stopped_.Set(true);
    if (parked_.Get()) {
      parked_.Set(false);
      event_.Wake();
    }
  }

  // Whether it sleeps or is parked (I44).
  bool IsParked() HEDDLE_EXCLUDES(lock_) {
    const LockSection section(lock_, probe_);
    return parked_.Get();
  }

  // Whether somebody has asked for it and Poll has not passed that on.
  // Relaxed: whoever acts on it goes through Wake.
  bool WakeRequested() const { return wake_requested_.load(MemoryOrder::kRelaxed) != 0; }

  // For traces. Takes addresses only.
  const char* NameOf(const void* object) const HEDDLE_NO_THREAD_SAFETY_ANALYSIS {
    if (ContainsAddress(lock_, object)) {
      return Name(LockRank::kBackgroundScavenger);
    }
    if (ContainsAddress(event_, object)) {
      return "background scavenger's event";
    }
    if (ContainsAddress(wake_requested_, object)) {
      return "request to wake";
    }
    return ContainsAddress(*this, object) ? "background scavenger" : "";
  }

 private:
  using LockSection = Section<P, LockRank::kBackgroundScavenger>;

  // Under B, so that whoever wakes sees either that it is parked, or that it has not yet decided to
  // be. False if it is to stop instead.
  bool BeginParking() HEDDLE_EXCLUDES(lock_) {
    const LockSection section(lock_, probe_, protocol_, Decision::kParksUnderLock);
    if (stopped_.Get()) {
      return false;
    }
    SplitUnless<P, LockRank::kBackgroundScavenger>(Decision::kParksInOneSection, protocol_, lock_,
                                                   probe_);
    parked_.Set(true);
    return true;
  }

  Outcome Park() HEDDLE_EXCLUDES(lock_) {
    if (!BeginParking()) {
      return Outcome::kStopped;
    }
    event_.Park();
    return Outcome::kParked;
  }

  Outcome Sleep(std::int64_t counted) HEDDLE_EXCLUDES(lock_) {
    const std::int64_t begin = clock_.Now();
    if (!BeginParking()) {
      return Outcome::kStopped;
    }
    const bool woken = clock_.ParkFor(event_, pacing_.SleepAfter(counted));
    if (!woken && !EndSleep()) {
      event_.Park();  // the time was over, but somebody has woken it meanwhile: take that up
    }
    pacing_.Slept(counted, clock_.Now() - begin);
    return Outcome::kSlept;
  }

  // Whether nobody has woken it.
  bool EndSleep() HEDDLE_EXCLUDES(lock_) {
    const LockSection section(lock_, probe_);
    const bool still_parked = parked_.Get();
    parked_.Set(false);
    return still_parked;
  }

  HeapT& heap_;
  Clock& clock_;
  Probe& probe_;
  [[no_unique_address]] typename P::Protocol protocol_;
  ScavengePacing pacing_;  // the scavenger's thread alone

  mutable Mutex lock_{LockRank::kBackgroundScavenger};
  template <class T>
  using Shared = typename P::Sync::template Shared<T>;
  Shared<bool> parked_ HEDDLE_GUARDED_BY(lock_){false};
  Shared<bool> stopped_ HEDDLE_GUARDED_BY(lock_){false};
  Event event_;
  typename P::Sync::template Atomic<std::uint64_t> wake_requested_{0};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_HEAP_BACKGROUND_SCAVENGER_H_
