// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_TRACE_LINE_H_
#define HEDDLE_CORE_SCAVENGER_TRACE_LINE_H_

#include <cstdint>
#include <string>

#include "core/probe/probe.h"
#include "core/statistics/memory_statistics.h"

namespace heddle::core {

// What a generation has done when the next one begins, or a forced scavenge when it returns.
struct GenerationRecord {
  Generation generation = 0;
  std::uint64_t released_bytes = 0;
};

enum class TraceCause : std::uint8_t { kGeneration, kForced };

// The scavenger's trace line, without a newline (allocator-spec 5.9). Call it with no lock held: it
// allocates, and whoever prints it may block.
template <class Sync>
std::string FormatTraceLine(const GenerationRecord& record,
                            const MemoryStatistics<Sync>& statistics,
                            TraceCause cause = TraceCause::kGeneration) {
  const std::uint64_t retained = statistics.HeapRetained();
  const std::uint64_t in_use = statistics.heap_inuse.load(MemoryOrder::kRelaxed);
  const std::uint64_t total = statistics.heap_released.load(MemoryOrder::kRelaxed);
  const std::uint64_t percent = retained == 0 ? 0 : in_use * 100 / retained;
  return "scav " + std::to_string(record.generation) + " " +
         std::to_string(record.released_bytes / 1024) + " KiB work, " +
         std::to_string(total / 1024) + " KiB total, " + std::to_string(percent) + "% util" +
         (cause == TraceCause::kForced ? " (forced)" : "");
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_TRACE_LINE_H_
