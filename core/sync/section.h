// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_SECTION_H_
#define HEDDLE_CORE_SYNC_SECTION_H_

#include <source_location>

#include "core/protocol/protocol.h"
#include "core/sync/annotations.h"
#include "core/sync/lock_rank.h"

namespace heddle::core {

// A critical section: takes the lock in its constructor, gives it back in its destructor, and tells
// the probe of each release while the lock is still held, so that an oracle can look at the state
// that the lock protects. A release by the destructor is traced at the place of the constructor.
//
// A section that rests on a decision of the protocol is built with that decision, and ends with
// ReleaseIf where the decision is about how long it lasts. A protocol that does not hold the
// decision drops or stretches the section; clang's analysis, which cannot follow a conditional
// lock, sees the section as shipped.
template <class Policies, LockRank kRank>
class HEDDLE_SCOPED_CAPABILITY Section {
 public:
  using Mutex = typename Policies::Sync::Mutex;
  using Probe = typename Policies::Probe;
  using Protocol = typename Policies::Protocol;
  using Location = std::source_location;

  Section(Mutex& mutex, Probe& probe, const Location& where = Location::current())
      HEDDLE_ACQUIRE(mutex)
      : mutex_(mutex), probe_(probe), where_(where) {
    mutex_.lock(where_);
  }

  Section(Mutex& mutex, Probe& probe, const Protocol& protocol, Decision decision,
          const Location& where = Location::current())
      HEDDLE_ACQUIRE(mutex) HEDDLE_NO_THREAD_SAFETY_ANALYSIS  // conditional, see above
      : mutex_(mutex),
        probe_(probe),
        where_(where),
        held_(protocol.Holds(decision, where)) {
    if (held_) {
      mutex_.lock(where_);
    }
  }

  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  ~Section() HEDDLE_RELEASE() { Unlock(where_); }

  // Ends the section early if the protocol holds the decision, else leaves it to the destructor.
  void ReleaseIf(const Protocol& protocol, Decision decision,
                 const Location& where = Location::current()) HEDDLE_RELEASE() {
    if (protocol.Holds(decision, where)) {
      Unlock(where);
    }
  }

 private:
  void Unlock(const Location& where) HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // conditional, see above
    if (held_) {
      held_ = false;
      probe_.LockReleased(kRank);
      mutex_.unlock(where);
    }
  }

  Mutex& mutex_;
  Probe& probe_;
  Location where_;
  bool held_ = true;
};

// The opposite of a section: gives back a lock that the caller holds in its constructor and takes
// it again in its destructor, so that others may have it in between; or does nothing, where the
// caller has asked that the lock be kept. What was read before it is out of date after it.
template <class Policies, LockRank kRank>
class HEDDLE_SCOPED_CAPABILITY Gap {
 public:
  using Mutex = typename Policies::Sync::Mutex;
  using Probe = typename Policies::Probe;
  using Location = std::source_location;

  Gap(Mutex& mutex, Probe& probe, bool unlocks, const Location& where = Location::current())
      HEDDLE_RELEASE(mutex) HEDDLE_NO_THREAD_SAFETY_ANALYSIS  // conditional, as above
      : mutex_(mutex),
        where_(where),
        unlocks_(unlocks) {
    if (unlocks_) {
      probe.LockReleased(kRank);
      mutex_.unlock(where_);
    }
  }
  Gap(const Gap&) = delete;
  Gap& operator=(const Gap&) = delete;

  ~Gap() HEDDLE_RELEASE() HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // it is a release of the gap
    if (unlocks_) {
      mutex_.lock(where_);
    }
  }

 private:
  Mutex& mutex_;
  Location where_;
  bool unlocks_;
};

// Where one section would be two if the decision did not hold: gives the lock back and takes it
// again.
template <class Policies, LockRank kRank>
void SplitUnless(Decision decision, const typename Policies::Protocol& protocol,
                 typename Policies::Sync::Mutex& mutex, typename Policies::Probe& probe,
                 const std::source_location& where = std::source_location::current())
    HEDDLE_REQUIRES(mutex) {
  const Gap<Policies, kRank> gap(mutex, probe, !protocol.Holds(decision, where), where);
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_SECTION_H_
