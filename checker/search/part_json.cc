// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/part_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;
using Node = TreeSearch::Node;

// A node is a list of numbers, for there are many. In this order; the flags are bits of the last.
constexpr std::size_t kNodeNumbers = 14;
constexpr unsigned kChosenWrites = 1;
constexpr unsigned kStarts = 2;
constexpr unsigned kSwitchIsFree = 4;

std::uint64_t BitsOf(const std::array<Alternatives, kMaxThreads>& wanted) {
  std::uint64_t bits = 0;
  for (const Alternatives& each : wanted) {
    bits = bits << 8U | each.bits();
  }
  return bits;
}

std::array<Alternatives, kMaxThreads> WantedIn(std::uint64_t bits) {
  std::array<Alternatives, kMaxThreads> wanted;
  for (std::size_t i = kMaxThreads; i-- > 0; bits >>= 8U) {
    wanted.at(i) = Alternatives::FromBits(static_cast<std::uint8_t>(bits & 0xFF));
  }
  return wanted;
}

Json ToJson(const Node& node) {
  const unsigned flags = (node.chosen_writes ? kChosenWrites : 0) | (node.starts ? kStarts : 0) |
                         (node.switch_is_free ? kSwitchIsFree : 0);
  return Json::array({node.enabled.bits(), node.backtrack.bits(), node.sleep.bits(),
                      node.done.bits(), node.writes.bits(), node.sleep_after.bits(),
                      node.writes_after.bits(), node.chosen + 1, node.running + 1, node.preemptions,
                      node.first_choice, flags, node.failed.bits(), BitsOf(node.wanted)});
}

// Of the numbers of one list.
template <std::size_t kCount>
std::array<std::uint64_t, kCount> NumbersIn(const nlohmann::json& list, const SearchFields& fields,
                                            const char* name) {
  const std::string what = fmt::format("a list of lists of {} numbers", kCount);
  fields.Require(list.is_array() && list.size() == kCount, name, what);
  std::array<std::uint64_t, kCount> numbers{};
  for (std::size_t i = 0; i < kCount; ++i) {
    fields.Require(list[i].is_number_unsigned(), name, what);
    numbers.at(i) = list[i].get<std::uint64_t>();
  }
  return numbers;
}

Node NodeIn(const nlohmann::json& list, const SearchFields& fields) {
  const auto n = NumbersIn<kNodeNumbers>(list, fields, "nodes");
  const auto set = [&](std::size_t i) {
    fields.Require(n.at(i) <= 0xFF, "nodes", "nodes of a search");
    return ThreadSet::FromBits(static_cast<std::uint8_t>(n.at(i)));
  };
  const auto thread = [&](std::size_t i) {
    fields.Require(n.at(i) <= kMaxThreads, "nodes", "nodes of a search");
    return static_cast<std::int8_t>(static_cast<int>(n.at(i)) - 1);
  };
  fields.Require(n[7] > 0 && n[9] <= 0xFFFF && n[10] <= 0xFFFFFFFF && n[11] < 8, "nodes",
                 "nodes of a search");
  return {.enabled = set(0),
          .backtrack = set(1),
          .sleep = set(2),
          .done = set(3),
          .wanted = WantedIn(n[13]),
          .failed = set(12),
          .writes = set(4),
          .sleep_after = set(5),
          .writes_after = set(6),
          .chosen = thread(7),
          .running = thread(8),
          .chosen_writes = (n[11] & kChosenWrites) != 0,
          .starts = (n[11] & kStarts) != 0,
          .switch_is_free = (n[11] & kSwitchIsFree) != 0,
          .preemptions = static_cast<std::uint16_t>(n[9]),
          .first_choice = static_cast<std::uint32_t>(n[10])};
}

Json ToJson(const TreeSearch::State& state) {
  Json nodes = Json::array();
  for (const Node& node : state.nodes) {
    nodes.push_back(ToJson(node));
  }
  Json choices = Json::array();
  for (const TreeSearch::Choice& choice : state.choices) {
    choices.push_back(Json::array({choice.alternatives, choice.index, choice.tried}));
  }
  return {{"nodes", std::move(nodes)},
          {"choices", std::move(choices)},
          {"frozen", state.frozen},
          {"frozen_choices", state.frozen_choices}};
}

TreeSearch::State StateIn(const SearchFields& fields, const Subtree& subtree) {
  TreeSearch::State state;
  for (const nlohmann::json& node : fields.List("nodes")) {
    state.nodes.push_back(NodeIn(node, fields));
  }
  for (const nlohmann::json& choice : fields.List("choices")) {
    const auto numbers = NumbersIn<3>(choice, fields, "choices");
    fields.Require(numbers[0] <= 2 && numbers[1] < 2 && numbers[2] >= 1 && numbers[2] <= 2,
                   "choices", "choices of a search");
    state.choices.push_back({.alternatives = static_cast<std::uint8_t>(numbers[0]),
                             .index = static_cast<std::uint8_t>(numbers[1]),
                             .tried = static_cast<std::uint8_t>(numbers[2])});
  }
  std::size_t before = 0;
  for (const Node& node : state.nodes) {
    fields.Require(node.first_choice >= before && node.first_choice <= state.choices.size(),
                   "nodes", "nodes of a search");
    before = node.first_choice;
  }
  fields.Require(!state.nodes.empty(), "nodes", "nodes of a search");
  state.frozen = fields.Number("frozen", 0, state.nodes.size());
  state.frozen_choices = fields.Number("frozen_choices", 0, state.choices.size());
  state.subtree = subtree;
  return state;
}

Json ToJson(const FoundViolation& violation) {
  return {{"verdict", Name(violation.verdict)},
          {"message", violation.message},
          {"schedule", ToString(violation.schedule)}};
}

Schedule ScheduleIn(const SearchFields& fields, const char* name) {
  return fields.Meant(ParseSchedule(fields.Text(name)), name, "a schedule such as a*3.b.c1");
}

FoundViolation ViolationIn(const SearchFields& fields) {
  const std::string name = fields.Text("verdict");
  auto verdict = Verdict::kRace;
  while (verdict < Verdict::kLeak && Name(verdict) != name) {
    verdict = static_cast<Verdict>(static_cast<int>(verdict) + 1);
  }
  fields.Require(Name(verdict) == name, "verdict", "the name of a violation, such as race");
  return {.verdict = verdict,
          .message = fields.Text("message"),
          .schedule = ScheduleIn(fields, "schedule")};
}

// All in one text, 32 hexadecimal digits each: there may be millions.
std::string HashesText(const std::vector<TraceHash>& hashes) {
  std::string text;
  text.reserve(hashes.size() * 32);
  for (const TraceHash& hash : hashes) {
    fmt::format_to(std::back_inserter(text), "{:016x}{:016x}", hash.high, hash.low);
  }
  return text;
}

std::vector<TraceHash> HashesIn(const SearchFields& fields) {
  const std::string text = fields.Text("traces");
  std::vector<TraceHash> hashes;
  bool is_valid = text.size() % 32 == 0;
  const auto word = [&](std::size_t at) {
    std::uint64_t value = 0;
    const char* const end = text.data() + at + 16;
    is_valid = is_valid && std::from_chars(text.data() + at, end, value, 16).ptr == end;
    return value;
  };
  for (std::size_t i = 0; is_valid && i < text.size(); i += 32) {
    hashes.push_back({word(i), word(i + 16)});
  }
  fields.Require(is_valid, "traces", "32 hexadecimal digits for each trace");
  return hashes;
}

}  // namespace

Json ToJson(const Subtree& subtree) {
  return {{"decisions", ToString(subtree.decisions)}, {"sleep", subtree.sleep.bits()},
          {"writes", subtree.writes.bits()},          {"all_branches", subtree.all_branches},
          {"failed", subtree.failed.bits()},          {"share", subtree.share}};
}

Json ToJson(const Outcome& outcome) {
  Json violations = Json::array();
  for (const FoundViolation& violation : outcome.violations) {
    violations.push_back(ToJson(violation));
  }
  return {{"executions", outcome.executions},
          {"blocked", outcome.blocked},
          {"steps", outcome.steps},
          {"violations", std::move(violations)},
          {"traces", HashesText(outcome.traces)},
          {"lost", Json(outcome.lost)}};
}

Json ToJson(const Part& part) {
  Json subtrees = Json::array();
  for (const Subtree& subtree : part.subtrees) {
    subtrees.push_back(ToJson(subtree));
  }
  return {{"subtrees", std::move(subtrees)},
          {"under_way", part.under_way ? ToJson(*part.under_way) : Json()},
          {"used", part.used},
          {"outcome", ToJson(part.outcome)}};
}

Subtree SubtreeIn(const SearchFields& fields) {
  return {
      .decisions = ScheduleIn(fields, "decisions"),
      .sleep = ThreadSet::FromBits(static_cast<std::uint8_t>(fields.Number("sleep", 0, 0xFF))),
      .writes = ThreadSet::FromBits(static_cast<std::uint8_t>(fields.Number("writes", 0, 0xFF))),
      .all_branches = fields.Bool("all_branches"),
      .failed = ThreadSet::FromBits(static_cast<std::uint8_t>(fields.Number("failed", 0, 0xFF))),
      .share = fields.Share("share")};
}

Outcome OutcomeIn(const SearchFields& fields) {
  Outcome outcome = {.executions = fields.Number("executions", 0, kAnyCount),
                     .blocked = fields.Number("blocked", 0, kAnyCount),
                     .steps = fields.Number("steps", 0, kAnyCount),
                     .violations = {},
                     .traces = HashesIn(fields),
                     .lost = fields.Texts("lost")};
  ReadObjects(fields, "violations", [&](const SearchFields& violation) {
    outcome.violations.push_back(ViolationIn(violation));
  });
  return outcome;
}

Part PartIn(const SearchFields& fields) {
  Part part;
  ReadObjects(fields, "subtrees",
              [&](const SearchFields& subtree) { part.subtrees.push_back(SubtreeIn(subtree)); });
  if (!fields.IsNull("under_way")) {
    fields.Require(!part.subtrees.empty(), "under_way", "null, as there is no subtree");
    part.under_way = StateIn(fields.Object("under_way"), part.subtrees.front());
  }
  part.used = fields.Number("used", 0, kAnyCount);
  part.outcome = OutcomeIn(fields.Object("outcome"));
  return part;
}

namespace {

// Of all schedules of a file. Two bytes each, and a few letters of text can ask for a million.
constexpr std::size_t kMostDecisions = 50'000'000;

// Looks at all texts, whatever they are for: what is no schedule asks for next to nothing.
void RequireRoomForSchedules(const nlohmann::json& file) {
  std::size_t decisions = 0;
  std::vector<const nlohmann::json*> left = {&file};
  while (!left.empty()) {
    const nlohmann::json& value = *left.back();
    left.pop_back();
    if (value.is_string()) {
      decisions += DecisionsAskedFor(value.get_ref<const std::string&>());
    } else if (value.is_structured()) {
      for (const nlohmann::json& member : value) {
        left.push_back(&member);
      }
    }
    if (decisions > kMostDecisions) {
      throw SearchFileError(
          fmt::format("expected schedules of at most {} decisions in all", kMostDecisions));
    }
  }
}

}  // namespace

nlohmann::json ParseSearchFile(std::string_view text, std::string_view format) {
  nlohmann::json json;
  try {
    json = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    throw SearchFileError(
        fmt::format("expected a whole JSON file, found a mistake at byte {} of {}",
                    std::min<std::size_t>(error.byte, text.size()), text.size()));
  } catch (const nlohmann::json::out_of_range&) {  // 1e999
    throw SearchFileError("expected numbers that fit into 64 bits, found a larger one");
  }
  const auto found = json.is_object() ? json.find("format") : json.end();
  if (!json.is_object() || found == json.end() || !found->is_string()) {
    throw SearchFileError(fmt::format(R"(expected a JSON object with "format": "{}")", format));
  }
  if (*found != format) {
    throw SearchFileError(
        fmt::format("expected format {}, found {}", format,
                    found->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
  }
  RequireRoomForSchedules(json);
  return json;
}

}  // namespace heddle::checker
