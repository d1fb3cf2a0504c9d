// SPDX-License-Identifier: BSD-3-Clause

#include "models/operations/operation.h"

namespace heddle::models {
namespace {

using core::Revision;

// Of bytes: one run of pages, a system page's worth.
constexpr std::uint64_t kOneRun = 1;

void Allocate(OperationWorld& world, Lease& lease) { lease = world.Allocate(1, lease.tag); }
void AllocateAligned(OperationWorld& world, Lease& lease) {
  lease = world.AllocateAligned(1, lease.tag);
}
void Free(OperationWorld& world, Lease& lease) {
  world.Free(lease);
  lease = {};
}
void Grow(OperationWorld& world, Lease& lease) { lease = world.AllocateGrowing(lease.tag); }
void Cache(OperationWorld& world, Lease& lease) { lease = world.AllocateFromCache(1, lease.tag); }
void Scavenge(OperationWorld& world, Lease& /*lease*/) { world.Scavenge(kOneRun); }
void Reserve(OperationWorld& world, Lease& /*lease*/) { world.ReserveAndUnreserve(); }
void Start(OperationWorld& world, Lease& /*lease*/) { world.StartCycle(); }
void StartTwice(OperationWorld& world, Lease& /*lease*/) {
  world.StartCycle();
  world.StartCycle();
}
void ScavengeAll(OperationWorld& world, Lease& /*lease*/) { world.ScavengeAll(); }
void Background(OperationWorld& world, Lease& /*lease*/) { world.StepInBackground(); }

}  // namespace

// Only what is in the layout tells a search from a scavenge: where the chunk at the limit has
// nothing, the scavenger searches below it without the heap lock.
const Operation& OperationOf(OperationId id) {
  static constexpr std::array<Operation, kOperations.size()> kAll = {{
      {"allocate", "allocates a page", "a free page", Revision::kR1, false, &Allocate},
      {"allocate-aligned", "allocates a page at a multiple of the system's, which is four",
       "a free run of pages that no scavenger can take: 1 to 5 of 8", Revision::kR1, false,
       &AllocateAligned},
      {"free", "frees a page", "a page marked T", Revision::kR1, false, &Free},
      {"grow", "allocates more than there is in a row, so that the heap grows beyond its goal",
       "no free run of half a chunk, and room to grow", Revision::kR1, true, &Grow},
      {"cache", "fills a page cache, takes a page from it and flushes it", "a free page",
       Revision::kR1, true, &Cache},
      {"scavenge", "releases the pages at the upper end of what it searches",
       "a free page in the highest chunk of a reservation", Revision::kR1, false, &Scavenge},
      {"search", "searches below the chunk that it begins with, without the heap lock",
       "a reservation of two chunks or more, of which the highest has no free page", Revision::kR1,
       false, &Scavenge},
      {"reserve", "takes a reservation and gives it back", "a chunk", Revision::kR3, false,
       &Reserve},
      {"start-generation", "starts a generation, or in R1 and R2 sets the cursor back", "a chunk",
       Revision::kR1, false, &Start},
      {"start-generation-twice", "starts two generations, or sets the cursor back twice", "a chunk",
       Revision::kR1, false, &StartTwice},
      {"scavenge-all", "starts a generation and releases all that it finds", "a free page",
       Revision::kR1, false, &ScavengeAll},
      {"background",
       "is the background scavenger's step, whom the others ask to wake and stop at their end",
       "a free page", Revision::kR1, true, &Background},
  }};
  return kAll[static_cast<std::size_t>(id)];
}

}  // namespace heddle::models
