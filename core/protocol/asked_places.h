// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PROTOCOL_ASKED_PLACES_H_
#define HEDDLE_CORE_PROTOCOL_ASKED_PLACES_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <source_location>
#include <span>
#include <string_view>

#include "core/protocol/questions.h"

namespace heddle::core {

// Where a protocol was asked what, as runs have shown. Not for several threads at once, but for
// simulated ones: it allocates nothing.
class AskedPlaces {
 public:
  // Of one question. Those that come after as many are left out.
  static constexpr std::size_t kMost = 16;

  void Add(Question question, const std::source_location& where) {
    List& list = lists_[question.index()];
    const std::span<const std::source_location> known = Of(question);
    const bool is_known = std::ranges::any_of(known, [&](const std::source_location& place) {
      return place.line() == where.line() &&
             std::string_view(place.file_name()) == where.file_name();
    });
    if (!is_known && list.size < kMost) {
      list.places[list.size++] = where;
    }
  }

  // In the order in which they were first asked.
  std::span<const std::source_location> Of(Question question) const {
    const List& list = lists_[question.index()];
    return {list.places.data(), list.size};
  }
  bool Has(Question question) const { return !Of(question).empty(); }

 private:
  struct List {
    std::array<std::source_location, kMost> places{};
    std::size_t size = 0;
  };

  std::array<List, kQuestionCount> lists_{};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_ASKED_PLACES_H_
