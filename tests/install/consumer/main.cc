// SPDX-License-Identifier: BSD-3-Clause
#include "core/page_alloc/page_alloc.h"
#include "core/sync/section.h"
#include "core/sync/std_sync.h"

using namespace heddle::core;
using P = Policies<StdSync>;

int main() {
  NoProbe probe;
  P::Memory memory;
  PageAlloc<P> pages(memory, PhysicalSizes::For<P::Geometry>(4096, 0));
  const Section<P, LockRank::kHeap> section(pages.heap_lock(), probe);
  pages.Grow(0x00c000000000, P::Geometry::kArenaBytes);
  return pages.Alloc(3).base == 0x00c000000000 ? 0 : 1;
}
