// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/sarif_code_flow.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/report/held_locks.h"
#include "checker/report/step_text.h"
#include "checker/trace/event_text.h"
#include "heddle/reports/sarif_location.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using checker::EventKind;
using Json = nlohmann::ordered_json;

// What an execution's threads do, as locations of their threadFlows.
class Flow {
 public:
  explicit Flow(const Counterexample& example)
      : example_(example), numbers_(StepNumbers(example)), held_(HeldLocks(example)) {}

  Json LocationsOf(int thread) const {
    Json locations = Json::array();
    for (std::size_t i = 0; i < example_.steps.size(); ++i) {
      const checker::Event& event = example_.steps[i].event;
      if (event.thread == thread && event.kind != EventKind::kState) {
        locations.push_back(LocationOf(i));
      }
    }
    return locations;
  }

 private:
  Json LocationOf(std::size_t i) const {
    const checker::Event& event = example_.steps[i].event;
    const checker::Place nowhere;
    return {{"location", SarifLocation(IsSaid(event.kind) ? nowhere : event.location, TextOf(i))},
            {"kinds", Json::array({Name(event.kind)})},
            {"executionOrder", i + 1},
            {"importance", ImportanceOf(i)}};
  }

  std::string TextOf(std::size_t i) const {
    const Counterexample::Step& step = example_.steps[i];
    if (step.event.kind == EventKind::kNote) {
      return step.event.note.data();
    }
    const bool is_anothers =
        step.reads_from && example_.steps[*step.reads_from].event.thread != step.event.thread;
    return fmt::format(
        "{}{}{}{}", numbers_[i] ? fmt::format("{}: ", *numbers_[i]) : "", StepText(step),
        is_anothers ? fmt::format(", from T{}{}", example_.steps[*step.reads_from].event.thread,
                                  NumberOf(*step.reads_from))
                    : "",
        held_[i].empty() ? "" : fmt::format(", holds {}", fmt::join(held_[i], ", ")));
  }

  std::string NumberOf(std::size_t i) const {
    return numbers_[i] ? fmt::format("'s {}", *numbers_[i]) : "";
  }

  // The accesses of a race are what it is about; other plain ones are no steps of their own.
  std::string_view ImportanceOf(std::size_t i) const {
    const checker::Event& event = example_.steps[i].event;
    if (i + 1 == example_.steps.size()) {
      return "essential";
    }
    if (example_.conflict) {
      const checker::Event& other = example_.conflict->event;
      if (event.object == other.object && event.thread == other.thread &&
          event.clock == other.clock && event.kind == other.kind) {
        return "essential";
      }
    }
    return IsPlain(event.kind) ? "unimportant" : "important";
  }

  const Counterexample& example_;
  std::vector<std::optional<std::size_t>> numbers_;
  std::vector<std::vector<std::string>> held_;
};

}  // namespace

Json SarifCodeFlows(const Counterexample& example) {
  const Flow flow(example);
  Json threads = Json::array();
  for (int thread = 0; thread < example.threads; ++thread) {
    if (Json locations = flow.LocationsOf(thread); !locations.empty()) {
      threads.push_back({{"id", fmt::format("T{}", thread)},
                         {"message", {{"text", fmt::format("thread {}", thread)}}},
                         {"locations", std::move(locations)}});
    }
  }
  Json flows = Json::array();
  if (!threads.empty()) {
    flows.push_back({{"message", {{"text", "the interleaving, by executionOrder"}}},
                     {"threadFlows", std::move(threads)}});
  }
  return flows;
}

}  // namespace heddle::program
