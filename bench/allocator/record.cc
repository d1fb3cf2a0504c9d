// SPDX-License-Identifier: BSD-3-Clause

#include "bench/allocator/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "bench/processor_time.h"

namespace heddle::bench {
namespace {

double Hundredths(double value) { return std::round(value * 100) / 100; }

}  // namespace

double LeastNs(const Record& record) { return std::ranges::min(record.ns_per_op); }

nlohmann::json ToJson(const Record& record) {
  nlohmann::json line = {{"name", record.name},
                         {"params", record.params},
                         {"ns_per_op_min", Hundredths(LeastNs(record))},
                         {"ns_per_op_median", Hundredths(Median(record.ns_per_op))},
                         {"checksum", nullptr}};
  if (record.checksum) {
    line["checksum"] = fmt::format("{:016x}", *record.checksum);
  }
  line.update(record.more);
  return line;
}

Repetitions::Repetitions(std::string name, nlohmann::json params) {
  record_.name = std::move(name);
  record_.params = std::move(params);
}

void Repetitions::Add(double ns_per_op, std::uint64_t checksum) {
  if (record_.checksum && *record_.checksum != checksum) {
    throw std::runtime_error(
        fmt::format("{} computes {:016x} in one repetition and {:016x} in another", record_.name,
                    *record_.checksum, checksum));
  }
  record_.checksum = checksum;
  record_.ns_per_op.push_back(ns_per_op);
}

}  // namespace heddle::bench
