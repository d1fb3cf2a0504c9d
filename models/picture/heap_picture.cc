// SPDX-License-Identifier: BSD-3-Clause

#include "models/picture/heap_picture.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "checker/trace/event_text.h"
#include "checker/trace/relations.h"

namespace heddle::models {
namespace {

using checker::Counterexample;
using checker::EventKind;

// As core/page_alloc/describe.h names them.
constexpr std::string_view kInUse = "pages in use of chunk ";
constexpr std::string_view kScavenged = "scavenged pages of chunk ";

constexpr std::string_view kReserved = "reserved";

// As core and the models name them.
constexpr std::array<std::string_view, 11> kValues = {"generation",
                                                      "left to reserve",
                                                      "size of a reservation",
                                                      "low watermark",
                                                      "free high watermark",
                                                      "cursor",
                                                      "search address",
                                                      "released counter",
                                                      "heap_released",
                                                      "committed",
                                                      "released"};

std::optional<unsigned> NumberAfter(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) {
    return std::nullopt;
  }
  name.remove_prefix(prefix.size());
  unsigned number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc{} && end == name.data() + name.size() ? std::optional(number)
                                                                  : std::nullopt;
}

std::string Pages(std::uint64_t in_use, std::uint64_t scavenged) {
  std::string pages;
  for (unsigned i = 0; i < kPagesOfAChunk; ++i) {
    pages += PageCharacter((in_use >> i & 1U) != 0, (scavenged >> i & 1U) != 0);
  }
  return pages;
}

// Whether it is new; then it is what is there from here on.
template <class Map>
bool Put(Map& map, const typename Map::key_type& key, const std::string& value) {
  const auto [entry, added] = map.try_emplace(key, value);
  const bool is_new = added || entry->second != value;
  entry->second = value;
  return is_new;
}

}  // namespace

HeapPictures::HeapPictures(const Counterexample& example) {
  for (const Counterexample::Step& step : example.initial) {
    ChangeOf(step);
  }
  initial_ = now_;
  for (const Counterexample::Step& step : example.steps) {
    changes_.push_back(ChangeOf(step));
  }
}

HeapPicture HeapPictures::ChangeOf(const Counterexample::Step& step) {
  HeapPicture change;
  const bool is_state = step.event.kind == EventKind::kState;
  if (!is_state && !Writes(step.event)) {
    return change;
  }
  if (auto chunk = ChunkChangeOf(step)) {
    return *std::move(chunk);
  }
  const std::string value =
      is_state ? std::string(TextOfState(step.event)) : WrittenText(step.event);
  if (is_state && step.object == kReserved) {
    if (Put(now_.reserved, step.event.thread, value)) {
      change.reserved[step.event.thread] = value;
    }
  } else if (std::ranges::find(kValues, step.object) != kValues.end() &&
             Put(now_.values, step.object, value)) {
    change.values[step.object] = value;
  }
  return change;
}

std::optional<HeapPicture> HeapPictures::ChunkChangeOf(const Counterexample::Step& step) {
  const auto in_use = NumberAfter(step.object, kInUse);
  const auto scavenged = NumberAfter(step.object, kScavenged);
  const auto chunk = in_use ? in_use : scavenged;
  if (!chunk) {
    return std::nullopt;
  }
  Bitmaps& bitmaps = bitmaps_[*chunk];
  (in_use ? bitmaps.in_use : bitmaps.scavenged) = step.event.written;
  HeapPicture change;
  const std::string pages = Pages(bitmaps.in_use, bitmaps.scavenged);
  if (Put(now_.chunks, *chunk, pages)) {
    change.chunks[*chunk] = pages;
  }
  return change;
}

}  // namespace heddle::models
