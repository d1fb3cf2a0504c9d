// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/heap_json.h"

#include <regex>

#include "models/world/small_heap.h"

namespace heddle::program {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kGeneration[] = "generation";
constexpr char kLeft[] = "left to reserve";

// "[0x80000, 0x100000) [0x180000, 0x200000)"
Json RangesIn(const std::string& text) {
  static const std::regex kRange(R"(\[(\w+), (\w+)\))");
  Json ranges = Json::array();
  for (std::sregex_iterator range(text.begin(), text.end(), kRange), end; range != end; ++range) {
    ranges.push_back({range->str(1), range->str(2)});
  }
  return ranges;
}

// "[0x80000, 0x100000) of generation 1"
Json ReservationIn(const std::string& text, int thread) {
  static const std::regex kReservation(R"(\[(\w+), (\w+)\) of generation (\d+))");
  std::smatch found;
  if (!std::regex_match(text, found, kReservation)) {
    return {};
  }
  return {{"base", found.str(1)},
          {"limit", found.str(2)},
          {"generation", std::stoul(found.str(3))},
          {"thread", thread}};
}

}  // namespace

Json HeapJson::Change(const models::HeapPicture& picture) {
  Json json = Json::object();
  for (const auto& [chunk, pages] : picture.chunks) {
    json["chunks"][std::to_string(chunk)] = pages;
  }
  for (const auto& [name, value] : picture.values) {
    if (name == kGeneration) {
      json[kGeneration] = std::stoul(value, nullptr, 0);
    } else if (name == kLeft) {
      json["ranges"] = RangesIn(value);
    } else {
      json["numbers"][name] = value;
    }
  }
  if (!picture.reserved.empty()) {
    for (const auto& [thread, reserved] : picture.reserved) {
      reserved_[thread] = reserved;
    }
    Json& reservations = json["reservations"] = Json::array();
    for (const auto& [thread, reserved] : reserved_) {
      if (Json reservation = ReservationIn(reserved, thread); !reservation.is_null()) {
        reservations.push_back(std::move(reservation));
      }
    }
  }
  return json;
}

Json HeapJson::Initial(const models::HeapPicture& picture) {
  using G = models::SmallGeometry<1>;
  static_assert(G::kChunkPages == models::kPagesOfAChunk);
  Json json = {{"page_bytes", G::kPageBytes},
               {"chunk_pages", G::kChunkPages},
               {"chunks", Json::object()},
               {"generation", Json()},
               {"numbers", Json::object()}};
  if (picture.values.contains(kLeft)) {  // in R1 and R2 nothing is reserved
    json["reservations"] = Json::array();
  }
  json.update(Change(picture));
  return json;
}

}  // namespace heddle::program
