// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/sarif_code_flow.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <optional>
#include <string>
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
      : example_(example),
        numbers_(StepNumbers(example)),
        held_(HeldLocks(example)),
        last_access_(LastAccess(example)) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < example.steps.size(); ++i) {
      orders_.push_back(IsShown(i) ? std::optional(++last) : std::nullopt);
    }
  }

  Json LocationsOf(int thread) const {
    Json locations = Json::array();
    for (std::size_t i = 0; i < example_.steps.size(); ++i) {
      if (example_.steps[i].event.thread == thread && orders_[i]) {
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
            {"executionOrder", orders_[i].value_or(0)},
            {"importance", IsOfTheViolation(i) ? "essential" : "important"}};
  }

  std::string TextOf(std::size_t i) const {
    const Counterexample::Step& step = example_.steps[i];
    if (step.event.kind == EventKind::kNote) {
      return step.event.note.data();
    }
    return fmt::format(
        "{}{}{}{}", numbers_[i] ? fmt::format("{}: ", *numbers_[i]) : "", StepText(step),
        From(step), held_[i].empty() ? "" : fmt::format(", holds {}", fmt::join(held_[i], ", ")));
  }

  // Which step of another thread stored what this one has seen.
  std::string From(const Counterexample::Step& step) const {
    if (!step.reads_from || IsPlain(step.event.kind) ||
        example_.steps[*step.reads_from].event.thread == step.event.thread) {
      return {};
    }
    return fmt::format(", from T{}'s {}", example_.steps[*step.reads_from].event.thread,
                       numbers_[*step.reads_from].value_or(0));
  }

  // The last access, and of a race the other one.
  bool IsOfTheViolation(std::size_t i) const {
    if (last_access_ == i) {
      return true;
    }
    if (!example_.conflict) {
      return false;
    }
    const checker::Event& event = example_.steps[i].event;
    const checker::Event& other = example_.conflict->event;
    return event.object == other.object && event.thread == other.thread &&
           event.clock == other.clock && event.kind == other.kind;
  }

  // Accesses of plain memory are no steps of their own, and many.
  bool IsShown(std::size_t i) const {
    const EventKind kind = example_.steps[i].event.kind;
    return kind != EventKind::kState && (!IsPlain(kind) || IsOfTheViolation(i));
  }

  const Counterexample& example_;
  std::vector<std::optional<std::size_t>> numbers_;
  std::vector<std::vector<std::string>> held_;
  std::optional<std::size_t> last_access_;
  std::vector<std::optional<std::size_t>> orders_;  // from 1, of what is shown
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
