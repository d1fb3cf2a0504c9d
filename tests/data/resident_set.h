// SPDX-License-Identifier: BSD-3-Clause
//
// What the operating system says is resident.

#ifndef HEDDLE_TESTS_DATA_RESIDENT_SET_H_
#define HEDDLE_TESTS_DATA_RESIDENT_SET_H_

#include <unistd.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "core/address/offset.h"

namespace heddle::tests {

// Resident bytes of the mappings that lie in [base, base + bytes), from /proc/self/smaps: the sum
// of their Rss, which the system counts from the page tables as it is asked. Nothing if that cannot
// be read, or if a mapping reaches across one of the ends, as its pages cannot be told apart.
inline std::optional<std::uint64_t> ResidentBytes(core::Address base, std::uint64_t bytes) {
  std::ifstream smaps("/proc/self/smaps");
  std::uint64_t resident = 0;
  bool inside = false;
  bool whole = true;
  bool read = false;
  for (std::string line; std::getline(smaps, line);) {
    core::Address first = 0;
    core::Address limit = 0;
    std::uint64_t kilobytes = 0;
    if (std::sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64 " ", &first, &limit) == 2) {
      inside = base <= first && limit <= base + bytes;
      whole = whole && (inside || limit <= base || base + bytes <= first);
      read = true;
    } else if (inside && std::sscanf(line.c_str(), "Rss: %" SCNu64 " kB", &kilobytes) == 1) {
      resident += kilobytes * 1024;
    }
  }
  return read && whole ? std::optional(resident) : std::nullopt;
}

// Resident bytes of the whole process, from /proc/self/statm. The system keeps this count for each
// processor apart and may be some hundreds of pages behind. Read without allocating, so that
// reading changes nothing.
inline std::optional<std::uint64_t> ResidentBytesOfProcess() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) {
    return std::nullopt;
  }
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  const int fields = std::fscanf(file, "%" SCNu64 " %" SCNu64, &size, &resident);
  std::fclose(file);
  if (fields != 2) {
    return std::nullopt;
  }
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_DATA_RESIDENT_SET_H_
