// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_ALLOCATOR_AGAINST_H_
#define HEDDLE_BENCH_ALLOCATOR_AGAINST_H_

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/allocator/record.h"

namespace heddle::bench {

// Figures that another allocator's run of the same work has left, in the format of
// bench/data/go_1_18.json, and how this one compares.
class Recorded {
 public:
  // Throws std::invalid_argument, naming the file and what was expected, if it cannot be read as
  // such figures.
  explicit Recorded(const std::string& file);

  // From now on times are scaled to a machine whose calibration step takes so long.
  void ScaleTo(double step_ns) { scale_ = step_ns / their_step_ns_; }

  // Adds what was recorded of the same name and parameters to a record's line, if anything was:
  // their time scaled to this machine, our time as a multiple of it, and whether the checksums are
  // the same.
  void Compare(const Record& record, nlohmann::json& line);

  // The ratios as a table, with the median and the largest of each benchmark.
  std::string Table() const;
  // Benchmarks that computed something else than was recorded.
  const std::vector<std::string>& different() const { return different_; }

 private:
  struct Figure {
    double ns;
    std::optional<std::string> checksum;
  };

  double their_step_ns_ = 0;
  double scale_ = 1;
  std::map<std::string, Figure> figures_;  // by name and parameters
  std::vector<std::pair<std::string, std::vector<double>>> ratios_;
  std::vector<std::string> different_;
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_AGAINST_H_
