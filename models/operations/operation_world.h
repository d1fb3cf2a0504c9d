// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_OPERATIONS_OPERATION_WORLD_H_
#define HEDDLE_MODELS_OPERATIONS_OPERATION_WORLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/address/offset.h"
#include "core/sync/failure.h"

namespace heddle::models {

// Pages that a thread owns, with the tag in each of them. Of none: no pages.
struct Lease {
  core::Address base = 0;
  std::uint64_t pages = 0;
  std::uint64_t tag = 0;
};

// A heap of any revision to run operations on. Virtual, so that a composition of operations is data
// and costs no instantiation. No lock is held on entry or exit of any function. What a revision
// cannot do, and what a small heap cannot, is fatal to ask for.
class OperationWorld {
 public:
  OperationWorld() = default;
  OperationWorld(const OperationWorld&) = delete;
  OperationWorld& operator=(const OperationWorld&) = delete;

  // No pages if all that would do are in transit, which happens in R4 alone; never of a whole heap,
  // which grows.
  virtual Lease Allocate(std::uint64_t pages, std::uint64_t tag) = 0;
  // At a multiple of the system's page. There must be room.
  virtual Lease AllocateAligned(std::uint64_t pages, std::uint64_t tag) = 0;
  // From a page cache that is filled before and flushed afterwards.
  virtual Lease AllocateFromCache(std::uint64_t pages, std::uint64_t tag) = 0;
  // More pages than the heap has in a row, so that it must grow.
  virtual Lease AllocateGrowing(std::uint64_t tag) = 0;
  // Checks that the pages hold what their owner wrote, and frees them.
  virtual void Free(const Lease& lease) = 0;

  virtual void StartCycle() = 0;
  // Releases pages until there are `bytes`, or all that the cycle has left.
  virtual void Scavenge(std::uint64_t bytes) = 0;
  virtual void ScavengeAll() = 0;
  virtual void ReserveAndUnreserve() = 0;

  virtual void StepInBackground() = 0;
  // What the others do at their end: asks for the background scavenger, passes that on, and sees to
  // it that it does not park for ever.
  virtual void WakeAndStopBackground() = 0;

  // When all threads are done and own so many pages: accounting, and what the bitmaps say of free
  // memory. Structural invariants are looked at whenever a lock is given back.
  virtual void CheckQuiet(std::uint64_t pages_owned) = 0;
  // What is done from here on is no operation of a thread.
  virtual void EndHistory() = 0;
  // No page is left that a scavenger could release: lost work, after `generations` of them.
  virtual void CheckNothingLeft(unsigned generations) = 0;

  virtual std::string Describe(const void* object) const = 0;

  // The next page of those that the layout marks as T.
  Lease TakeFromLayout() {
    if (next_ == count_) {
      core::Fatal("the layout has fewer pages marked T than threads that free one");
    }
    return taken_[next_++];
  }

 protected:
  ~OperationWorld() = default;

  void KeepForThread(const Lease& lease) {
    if (count_ == taken_.size()) {
      core::Fatal("the layout has more pages marked T than there can be threads");
    }
    taken_[count_++] = lease;
  }

 private:
  std::array<Lease, 4> taken_{};
  std::size_t count_ = 0;
  std::size_t next_ = 0;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_OPERATIONS_OPERATION_WORLD_H_
