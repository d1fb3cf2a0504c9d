// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_ALLOCATOR_RECORD_H_
#define HEDDLE_BENCH_ALLOCATOR_RECORD_H_

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace heddle::bench {

// What one benchmark took and computed.
struct Record {
  std::string name;
  nlohmann::json params;
  std::vector<double> ns_per_op;  // of each repetition, at least one
  // Of the work of one repetition, modulo 2^64; the definitions give none to some.
  std::optional<std::uint64_t> checksum;
  nlohmann::json more = nlohmann::json::object();  // further fields of the line
};

double LeastNs(const Record& record);

// One object, as docs/benchmarks.md says.
nlohmann::json ToJson(const Record& record);

// Takes each record when it is there.
using Sink = std::function<void(const Record&)>;

// Collects the repetitions of one benchmark. Throws std::runtime_error if two of them computed
// something different, since they do the same work.
class Repetitions {
 public:
  Repetitions(std::string name, nlohmann::json params);

  void Add(double ns_per_op, std::uint64_t checksum);
  void Add(double ns_per_op) { record_.ns_per_op.push_back(ns_per_op); }
  nlohmann::json& more() { return record_.more; }

  const Record& record() const { return record_; }

 private:
  Record record_;
};

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_RECORD_H_
