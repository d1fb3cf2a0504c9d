// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/overtaken.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checker/search/counterexample.h"
#include "checker/trace/event.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using checker::Place;
using core::SourcePlace;

bool IsInCore(const Place& place) {
  return place.line > 0 && std::string_view(place.file).starts_with("core/");
}

// Steps that real threads can be delayed at: of the design, not of a model or an oracle, and no
// accesses to plain memory.
bool IsPoint(const Counterexample::Step& step) {
  return !step.event.hidden && !IsSaid(step.event.kind) && !IsPlain(step.event.kind) &&
         IsInCore(step.event.location);
}

// The places where the thread of a step was when another thread made the next one.
class Overtaken {
 public:
  explicit Overtaken(const Counterexample& example) : example_(example) {}

  bool IsSwitch(std::size_t i) const {
    return i + 1 < example_.steps.size() &&
           example_.steps[i].event.thread != example_.steps[i + 1].event.thread;
  }

  // Of a switch. None if there is no such place, or the thread had ended.
  std::optional<SourcePlace> At(std::size_t i) const {
    const auto& steps = example_.steps;
    const int thread = steps[i].event.thread;
    const auto is_point = [&](const Counterexample::Step& step) {
      return step.event.thread == thread && IsPoint(step);
    };
    const auto after = steps.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    if (const auto next = std::find_if(after, steps.end(), is_point); next != steps.end()) {
      return PlaceOf(next->event.location);
    }
    const auto wait = std::ranges::find(example_.waits, thread, &Counterexample::Wait::thread);
    if (wait != example_.waits.end() && IsInCore(wait->location)) {
      return PlaceOf(wait->location);
    }
    const bool goes_on = std::any_of(after, steps.end(), [&](const Counterexample::Step& step) {
      return step.event.thread == thread;
    });
    if (!goes_on && example_.stops.at(static_cast<std::size_t>(thread)).has_ended) {
      return std::nullopt;
    }
    const auto last = std::find_if(std::make_reverse_iterator(after), steps.rend(), is_point);
    return last == steps.rend() ? std::nullopt : std::optional(PlaceOf(last->event.location));
  }

 private:
  static SourcePlace PlaceOf(const Place& place) { return {place.file, place.line}; }

  const Counterexample& example_;
};

}  // namespace

std::vector<SourcePlace> PlacesOvertaken(const checker::Violation& violation) {
  const Overtaken overtaken(violation.counterexample);
  std::vector<SourcePlace> places;
  for (std::size_t i = 0; i < violation.counterexample.steps.size(); ++i) {
    const auto place = overtaken.IsSwitch(i) ? overtaken.At(i) : std::nullopt;
    if (place && std::ranges::find(places, *place) == places.end()) {
      places.push_back(*place);
    }
  }
  return places;
}

}  // namespace heddle::program
