// SPDX-License-Identifier: BSD-3-Clause

#include "bench/allocator/against.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "bench/processor_time.h"

namespace heddle::bench {
namespace {

std::string KeyOf(const nlohmann::json& line) {
  return line.at("name").get<std::string>() + " " + line.at("params").dump();
}

nlohmann::json Read(const std::string& file) {
  std::ifstream in(file);
  if (!in) {
    throw std::invalid_argument("cannot read '" + file + "'");
  }
  try {
    return nlohmann::json::parse(in);
  } catch (const nlohmann::json::exception&) {
    throw std::invalid_argument("'" + file + "' is not JSON; expected a heddle-bench/1 file");
  }
}

}  // namespace

Recorded::Recorded(const std::string& file) {
  const nlohmann::json all = Read(file);
  try {
    if (all.at("format") != "heddle-bench/1") {
      throw std::invalid_argument("'" + file + "' has another format than heddle-bench/1");
    }
    their_step_ns_ = all.at("calibration").at("ns_per_op_min").get<double>();
    for (const nlohmann::json& line : all.at("results")) {
      Figure figure{line.at("ns_per_op_min").get<double>(), std::nullopt};
      if (!line.at("checksum").is_null()) {
        figure.checksum = line.at("checksum").get<std::string>();
      }
      figures_.insert_or_assign(KeyOf(line), figure);
    }
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument("'" + file + "' is not a heddle-bench/1 file: " + error.what());
  }
}

void Recorded::Compare(const Record& record, nlohmann::json& line) {
  const std::string key = KeyOf(line);
  const auto found = figures_.find(key);
  if (found == figures_.end()) {
    return;
  }
  const double theirs = found->second.ns * scale_;
  const double ratio = LeastNs(record) / theirs;
  line["recorded_ns_scaled"] = std::round(theirs * 100) / 100;
  line["ratio_to_recorded"] = std::round(ratio * 1000) / 1000;
  if (const std::optional<std::string>& recorded = found->second.checksum) {
    const bool same = line.at("checksum") == *recorded;
    line["same_checksum"] = same;
    if (!same) {
      different_.push_back(key);
    }
  }
  auto at = std::ranges::find(ratios_, record.name, &decltype(ratios_)::value_type::first);
  if (at == ratios_.end()) {
    at = ratios_.insert(ratios_.end(), {record.name, {}});
  }
  at->second.push_back(ratio);
}

std::string Recorded::Table() const {
  std::string table = fmt::format("{:<32} {:>5} {:>8} {:>8}\n", "time as a multiple of theirs",
                                  "rows", "median", "largest");
  for (const auto& [name, ratios] : ratios_) {
    table += fmt::format("{:<32} {:>5} {:>8.2f} {:>8.2f}\n", name, ratios.size(), Median(ratios),
                         std::ranges::max(ratios));
  }
  return table;
}

}  // namespace heddle::bench
