// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/sarif_location.h"

#include <fmt/format.h>

#include <cstddef>

#include "checker/report/step_text.h"
#include "checker/trace/event_text.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using Json = nlohmann::ordered_json;
using Named = ViolationPlaces::Named;

// What RFC 3986 lets a path have as it is.
bool IsPathCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~/+@,=").find(c) != std::string_view::npos;
}

std::string UriOf(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    uri += IsPathCharacter(c) ? std::string(1, c)
                              : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

Json ArtifactOf(std::string_view path) {
  Json artifact = {{"uri", UriOf(path)}};
  if (!path.starts_with('/')) {
    artifact["uriBaseId"] = kSourceRoot;
  }
  return artifact;
}

Named Access(const Counterexample::Step& step, std::string_view what) {
  return {step.event.location, fmt::format("{}T{}: {}", what, step.event.thread, StepText(step))};
}

Named Waiting(const Counterexample::Wait& wait) {
  return {wait.location,
          fmt::format("T{} waits for {}{}", wait.thread, wait.object,
                      wait.holder ? fmt::format(", held by T{}", *wait.holder) : "")};
}

}  // namespace

Json SarifLocation(const checker::Place& place, std::string_view message) {
  Json location = Json::object();
  if (place.line != 0) {
    location["physicalLocation"] = {{"artifactLocation", ArtifactOf(place.file)},
                                    {"region", {{"startLine", place.line}}}};
    if (const std::string_view function = checker::FunctionName(place.function);
        !function.empty()) {
      location["logicalLocations"] = Json::array({{{"name", function}, {"kind", "function"}}});
    }
  }
  location["message"] = {{"text", message}};
  return location;
}

std::optional<std::size_t> LastAccess(const Counterexample& example) {
  for (std::size_t i = example.steps.size(); i-- > 0;) {
    const checker::Event& event = example.steps[i].event;
    if (!IsSaid(event.kind) && event.location.line != 0) {
      return i;
    }
  }
  return std::nullopt;
}

ViolationPlaces PlacesOf(const checker::Violation& violation) {
  const Counterexample& example = violation.counterexample;
  const std::optional<std::size_t> last = LastAccess(example);
  ViolationPlaces places;
  if (!example.waits.empty()) {
    places.location = Waiting(example.waits.front());
    for (std::size_t i = 1; i < example.waits.size(); ++i) {
      places.related.push_back(Waiting(example.waits[i]));
    }
    return places;
  }
  const Named found = {violation.location, "found here"};
  places.location = last ? Access(example.steps[*last], "") : found;
  if (example.conflict) {
    places.related.push_back(Access(*example.conflict, "the other access, by "));
  } else if (last && violation.location.line != 0) {
    places.related.push_back(found);
  }
  return places;
}

}  // namespace heddle::program
