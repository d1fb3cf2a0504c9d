// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/measured/measured_stress.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "heddle/measured/built_in.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"

namespace heddle::program {
namespace {

using Json = nlohmann::json;

MeasuredStress::OfFault ReadFault(const Json& json) {
  MeasuredStress::OfFault ways;
  for (std::size_t way = 0; way < ways.size(); ++way) {
    const Json& found = json.at(MeasuredStress::kWays[way].name);
    if (!found.is_null()) {
      ways[way] = {found.at("as").get<std::string>(), found.at("seconds").get<double>()};
    }
  }
  return ways;
}

}  // namespace

std::optional<MeasuredStress::OfFault> MeasuredStress::Of(const models::Fault& fault) const {
  std::optional<OfFault> all;
  const auto changes = models::ChangesOf(fault);
  for (const models::Fault& other : models::Faults()) {
    const auto measured = faults.find(other.name);
    if (measured == faults.end() || models::ChangesOf(other) != changes) {
      continue;
    }
    if (!all) {
      all.emplace();
    }
    for (std::size_t way = 0; way < all->size(); ++way) {
      if (!(*all)[way]) {
        (*all)[way] = measured->second[way];
      }
    }
  }
  return all;
}

MeasuredStress ParseMeasuredStress(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("format") != "heddle-stress/1") {
      throw std::runtime_error("expected the format heddle-stress/1, found " +
                               json.at("format").dump());
    }
    MeasuredStress measured{.date = json.at("date"),
                            .machine = json.at("machine"),
                            .seconds = json.at("seconds"),
                            .jobs = json.at("jobs"),
                            .faults = {}};
    for (const Json& fault : json.at("faults")) {
      measured.faults.emplace(fault.at("name").get<std::string>(), ReadFault(fault));
    }
    return measured;
  } catch (const Json::exception& error) {
    throw std::runtime_error(std::string("expected heddle-stress/1: ") + error.what());
  }
}

const MeasuredStress& Measured() {
  static const MeasuredStress kMeasured = ParseMeasuredStress(kStressFile);
  return kMeasured;
}

}  // namespace heddle::program
