// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/search_file.h"

#include <fmt/format.h>

#include <utility>

#include "checker/trace/build_id.h"

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

SearchIdentity SearchIdentity::Here(TraceFile::Subject subject, const CheckOptions& options,
                                    std::uint64_t slice) {
  return {.build = BuildId(), .subject = std::move(subject), .options = options, .slice = slice};
}

Json ToJson(const SearchIdentity& identity) {
  const TraceFile::Subject& subject = identity.subject;
  const CheckOptions& options = identity.options;
  return {{"build", identity.build},
          {"model", subject.name},
          {"fault", OrNull(subject.fault)},
          {"revision", OrNull(subject.revision)},
          {"layout", OrNull(subject.layout)},
          {"without", Json(subject.without)},
          {"repairs", Json(subject.repairs)},
          {"threads", subject.threads},
          {"strategy", ToString(options.strategy)},
          {"prune", options.prune},
          {"all_violations", options.all_violations},
          {"count_traces", options.count_traces},
          {"history_depth", options.simulation.history_depth},
          {"max_steps", options.simulation.max_steps},
          {"slice", identity.slice}};
}

SearchIdentity IdentityIn(const SearchFields& fields) {
  SearchIdentity identity;
  identity.build = fields.Text("build");
  identity.subject = {.file = "",
                      .name = fields.Text("model"),
                      .fault = fields.TextOrNull("fault"),
                      .revision = fields.TextOrNull("revision"),
                      .layout = fields.TextOrNull("layout"),
                      .without = fields.Texts("without"),
                      .repairs = fields.Texts("repairs"),
                      .threads = static_cast<int>(fields.Number("threads", 1, kMaxThreads))};
  CheckOptions& options = identity.options;
  options.strategy = fields.Meant(ParseStrategyName(fields.Text("strategy")), "strategy",
                                  "the name of a strategy, such as dpor");
  options.prune = fields.Bool("prune");
  options.all_violations = fields.Bool("all_violations");
  options.count_traces = fields.Bool("count_traces");
  options.simulation.history_depth = static_cast<unsigned>(fields.Number("history_depth", 1, 2));
  options.simulation.max_steps =
      static_cast<unsigned>(fields.Number("max_steps", 1, SimulationOptions{}.max_steps));
  identity.slice = fields.Number("slice", 0, kAnyCount);
  return identity;
}

void RequireSame(const SearchIdentity& found, const SearchIdentity& expected) {
  const Json here = ToJson(expected);
  const Json there = ToJson(found);
  for (const auto& [name, value] : here.items()) {
    const Json& other = there.at(name);
    if (other != value || (name == "build" && value == kNoBuildId)) {
      constexpr auto kReplace = Json::error_handler_t::replace;
      throw SearchFileError(fmt::format("expected {} {}, found {}", name,
                                        value.dump(-1, ' ', false, kReplace),
                                        other.dump(-1, ' ', false, kReplace)));
    }
  }
}

}  // namespace heddle::checker
