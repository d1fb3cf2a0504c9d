// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_HELD_LOCKS_H_
#define HEDDLE_CORE_SYNC_HELD_LOCKS_H_

#include <array>
#include <cstddef>
#include <source_location>

#include "core/sync/failure.h"
#include "core/sync/lock_rank.h"

namespace heddle::core {

// The ranked locks that one thread holds, oldest first, with the places where they were taken. One
// per thread; checks I38 on every acquisition. Not shared, so it needs no lock of its own.
class HeldLocks {
 public:
  // Call before blocking on the lock, so that an inversion is reported rather than deadlocked on.
  // Fails with kLockRank, naming both locks and the place of the first; the failure's own location
  // is the place of the second. With kMisuse if the thread holds this very lock.
  void CheckOrder(const void* lock, LockRank rank, const std::source_location& location) const {
    for (std::size_t i = 0; i < count_; ++i) {
      const Entry& held = entries_[i];
      if (held.lock == lock) {
        Fail(FailureKind::kMisuse,
             FailureText() << Name(rank) << " taken at line " << location.line()
                           << " by the thread that holds it since line " << held.location.line()
                           << " of " << BaseName(held.location.file_name()),
             location);
      }
      if (held.rank >= rank && rank != LockRank::kUnranked) {
        Fail(FailureKind::kLockRank,
             FailureText() << Name(rank) << " taken at line " << location.line() << " while "
                           << Name(held.rank) << ", taken at line " << held.location.line()
                           << " of " << BaseName(held.location.file_name()) << ", is held",
             location);
      }
    }
  }

  // For a thread that begins anew.
  void Forget() { count_ = 0; }

  void Acquired(const void* lock, LockRank rank, const std::source_location& location) {
    if (rank == LockRank::kUnranked) {
      return;
    }
    if (count_ == entries_.size()) {
      Fatal("one thread holds more ranked locks than can be kept track of", location);
    }
    entries_[count_++] = Entry{lock, rank, location};
  }

  // Locks need not be released in the reverse order of their acquisition.
  void Released(const void* lock) {
    for (std::size_t i = count_; i-- > 0;) {
      if (entries_[i].lock == lock) {
        for (std::size_t j = i + 1; j < count_; ++j) {
          entries_[j - 1] = entries_[j];
        }
        --count_;
        return;
      }
    }
  }

  // For oracles and tests.
  bool Holds(LockRank rank) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (entries_[i].rank == rank) {
        return true;
      }
    }
    return false;
  }

 private:
  struct Entry {
    const void* lock = nullptr;
    LockRank rank = LockRank::kUnranked;
    std::source_location location;
  };

  static std::string_view BaseName(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
  }

  std::array<Entry, 4> entries_{};
  std::size_t count_ = 0;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_HELD_LOCKS_H_
