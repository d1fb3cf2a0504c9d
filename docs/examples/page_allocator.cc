// SPDX-License-Identifier: BSD-3-Clause
#include <cstdio>
#include <cstring>

#include "core/heap/heap.h"
#include "core/memory/mapped_memory.h"
#include "core/memory/system_sizes.h"
#include "core/sync/std_sync.h"

namespace core = heddle::core;
using Memory = core::MappedMemory<core::StdSync>;
using Heap = core::Heap<core::Policies<core::StdSync, Memory>>;

int main() {
  Memory memory(std::uint64_t{1} << 30);  // address space, not memory
  core::NoProbe probe;
  Heap heap(memory, probe, {.sizes = core::SystemSizes<Heap::G>()});

  const core::Span span = heap.Allocate(1000);  // pages of 8 KiB
  if (!span) {
    std::fprintf(stderr, "no memory (error %d)\n", memory.error());
    return 1;
  }
  std::memset(span.Data(), 42, span.pages * Heap::G::kPageBytes);
  std::printf("in use: %llu bytes\n", static_cast<unsigned long long>(heap.Retained()));

  heap.Free(span.base);
  const auto released = heap.ScavengeAll().released_bytes;  // back to the system
  std::printf("released: %llu bytes\n", static_cast<unsigned long long>(released));
}
