// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_SOURCE_PLACE_H_
#define HEDDLE_CORE_SYNC_SOURCE_PLACE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::core {

// A line of the source, by its path or the last names of that: "heap/heap.inl.h" and 40.
struct SourcePlace {
  std::string file;
  std::uint64_t line = 0;

  bool Is(const std::source_location& where) const {
    const std::string_view path = where.file_name();
    if (where.line() != line || !path.ends_with(file)) {
      return false;
    }
    const std::size_t before = path.size() - file.size();
    return before == 0 || path[before - 1] == '/' || file.starts_with('/');
  }
  friend bool operator==(const SourcePlace&, const SourcePlace&) = default;
};

// How often threads have waited at each of several places. Relaxed, so that counting orders nothing
// that the design does not.
class PlaceWaits {
 public:
  explicit PlaceWaits(std::size_t places) : counts_(places) {}

  void Count(std::size_t place) { counts_[place].fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t operator[](std::size_t place) const {
    return counts_[place].load(std::memory_order_relaxed);
  }

 private:
  std::vector<std::atomic<std::uint64_t>> counts_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_SOURCE_PLACE_H_
