// SPDX-License-Identifier: BSD-3-Clause
//
// Traces as files: what is written, what is read back, and what is refused.

#include "checker/trace/trace_file.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "checker/trace/build_id.h"

namespace heddle::checker {
namespace {

using Json = nlohmann::json;

Counterexample::Step Access(int thread, EventKind kind, const char* object, std::uint64_t value) {
  Event event;
  event.thread = thread;
  event.kind = kind;
  event.order = core::MemoryOrder::kRelaxed;
  event.value = value;
  event.location = {"some/file.h", "void Some<int>::Function(int)", 12};
  return {event, object};
}

TraceFile Example() {
  TraceFile trace;
  trace.build = "0123abcd";
  trace.subject = {.file = "",
                   .name = "some-model",
                   .fault = "some-fault",
                   .revision = "R4",
                   .layout = "AAAF",
                   .without = {"ledger", "lock-ranks"},
                   .repairs = {"one-finding", "another"},
                   .threads = 2};
  trace.simulation = {.history_depth = 2, .check_lock_ranks = false, .max_steps = 77};
  trace.strategy = {StrategyName::Kind::kPct, 3};
  trace.seed = 42;
  Violation& violation = trace.violation;
  violation.verdict = Verdict::kRace;
  violation.message = "it raced, \"quoted\"";
  violation.location = {"some/file.h", "Function", 12};
  violation.preemptions = 1;
  violation.steps = 4;
  violation.schedule = *ParseSchedule("a*3.b.c1");
  Counterexample& example = violation.counterexample;
  example.threads = 2;
  example.steps = {Access(0, EventKind::kStore, "word", 0x20),
                   Access(1, EventKind::kLoad, "pointer", 5),
                   Access(1, EventKind::kCompareExchange, "word", 7),
                   Access(0, EventKind::kLock, "lock", 0), Access(0, EventKind::kNote, "", 0)};
  example.steps[0].event.written = 0x20;
  example.steps[1].event.value_is_address = true;
  example.steps[1].reads_from = 0;
  example.steps[1].comes_after = {0};
  example.steps[2].newer = 0;
  example.steps[2].event.succeeded = false;
  example.steps[4].event.note = {'h', 'i', '\0'};
  example.conflict = Access(0, EventKind::kWrite, "cell", 1);
  example.waits = {{.thread = 1, .object = "lock", .holder = 0, .location = {"a.cc", "F", 3}}};
  return trace;
}

TEST(TraceFile, IsReadAsItWasWritten) {
  const TraceFile written = Example();
  const TraceFile read = ParseTraceFile(ToJson(written));
  EXPECT_EQ(read.build, written.build);
  EXPECT_EQ(read.subject, written.subject);
  EXPECT_EQ(read.simulation.history_depth, 2U);
  EXPECT_FALSE(read.simulation.check_lock_ranks);
  EXPECT_EQ(read.simulation.max_steps, 77U);
  EXPECT_EQ(read.strategy, written.strategy);
  EXPECT_EQ(read.seed, written.seed);
  EXPECT_EQ(read.violation.verdict, written.violation.verdict);
  EXPECT_EQ(read.violation.message, written.violation.message);
  EXPECT_EQ(read.violation.preemptions, written.violation.preemptions);
  EXPECT_EQ(read.violation.steps, written.violation.steps);
  EXPECT_EQ(read.violation.schedule, written.violation.schedule);
}

TEST(TraceFile, KeepsWhatIsEmptyEmpty) {
  TraceFile written = Example();
  written.subject = {};
  written.subject.file = "programs.txt";
  written.subject.name = "program";
  written.subject.threads = 1;
  written.seed.reset();
  written.violation.schedule.clear();
  written.violation.counterexample = {};
  written.violation.location = {};
  const TraceFile read = ParseTraceFile(ToJson(written));
  EXPECT_EQ(read.subject, written.subject);
  EXPECT_EQ(read.seed, std::nullopt);
  EXPECT_TRUE(read.violation.schedule.empty());
}

TEST(TraceFile, KeepsEveryKindOfViolation) {
  for (auto i = static_cast<int>(Verdict::kRace); i <= static_cast<int>(Verdict::kLeak); ++i) {
    TraceFile trace = Example();
    trace.violation.verdict = static_cast<Verdict>(i);
    EXPECT_EQ(ParseTraceFile(ToJson(trace)).violation.verdict, trace.violation.verdict);
  }
}

TEST(TraceFile, SaysWhatHappenedForOtherTools) {
  const Json json = Json::parse(ToJson(Example()));
  EXPECT_EQ(json.at("format"), "heddle-trace/1");
  EXPECT_EQ(json.at("found_by").at("strategy"), "pct:3");
  EXPECT_EQ(json.at("violation").at("schedule"), "a*3.b.c1");
  EXPECT_EQ(json.at("violation").at("location").at("line"), 12);
  const Json& events = json.at("events");
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events.at(0), Json::parse(R"({"thread": 0, "kind": "store", "object": "word",
      "value": "0x20", "written": "0x20", "reads_from": null, "newer": null, "comes_after": [], "order": "relaxed",
      "location": {"file": "some/file.h", "line": 12, "function": "Function"}})"));
  EXPECT_EQ(events.at(1).at("value"), "set");
  EXPECT_TRUE(events.at(1).at("written").is_null());
  EXPECT_EQ(events.at(1).at("reads_from"), 0);
  EXPECT_EQ(events.at(1).at("comes_after"), Json::array({0}));
  EXPECT_EQ(events.at(2).at("succeeded"), false);
  EXPECT_EQ(events.at(2).at("newer"), 0);
  EXPECT_TRUE(events.at(3).at("value").is_null());
  EXPECT_EQ(events.at(4), Json::parse(R"({"thread": 0, "kind": "note", "text": "hi"})"));
  EXPECT_EQ(json.at("conflict").at("object"), "cell");
  EXPECT_EQ(json.at("waits").at(0).at("holder"), 0);
}

// What the error says of a file that was changed like this.
std::string ErrorOf(const std::function<void(Json&)>& change) {
  Json json = Json::parse(ToJson(Example()));
  change(json);
  try {
    ParseTraceFile(json.dump());
  } catch (const TraceFileError& error) {
    return error.what();
  }
  return "none";
}

TEST(TraceFile, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(ErrorOf([](Json& json) { json["violation"]["steps"] = 4; }), "none");
  EXPECT_EQ(ErrorOf([](Json& json) { json.erase("build"); }), "expected 'build' to be a text");
  EXPECT_EQ(ErrorOf([](Json& json) { json["program"] = 1; }), "expected 'program' to be an object");
  EXPECT_EQ(ErrorOf([](Json& json) { json["program"]["threads"] = 9; }),
            "expected 'program.threads' to be a whole number from 1 to 8");
  EXPECT_NE(ErrorOf([](Json& json) { json["program"]["repairs"] = "all"; }), "");
  EXPECT_EQ(ErrorOf([](Json& json) { json["program"]["without"] = {1}; }),
            "expected 'program.without' to be a list of texts");
  EXPECT_EQ(ErrorOf([](Json& json) { json["simulation"]["check_lock_ranks"] = nullptr; }),
            "expected 'simulation.check_lock_ranks' to be true or false");
  EXPECT_EQ(ErrorOf([](Json& json) { json["simulation"]["history_depth"] = 3; }),
            "expected 'simulation.history_depth' to be a whole number from 1 to 2");
  EXPECT_EQ(ErrorOf([](Json& json) { json["simulation"]["max_steps"] = -1; }),
            "expected 'simulation.max_steps' to be a whole number from 1 to 50000");
  EXPECT_EQ(ErrorOf([](Json& json) { json["simulation"]["max_steps"] = 1.5; }),
            "expected 'simulation.max_steps' to be a whole number from 1 to 50000");
  EXPECT_EQ(ErrorOf([](Json& json) { json["found_by"]["strategy"] = "magic"; }),
            "expected 'found_by.strategy' to be the name of a strategy, such as dpor");
  EXPECT_EQ(ErrorOf([](Json& json) { json["found_by"].erase("seed"); }),
            "expected 'found_by.seed' to be there, or null");
  for (const char* verdict : {"pass", "Race", ""}) {
    EXPECT_EQ(ErrorOf([&](Json& json) { json["violation"]["verdict"] = verdict; }),
              "expected 'violation.verdict' to be the name of a violation, such as race");
  }
  for (const char* schedule : {"a*3.", "a*99999999999", "x"}) {
    EXPECT_EQ(ErrorOf([&](Json& json) { json["violation"]["schedule"] = schedule; }),
              "expected 'violation.schedule' to be a schedule of at most 1000000 decisions, such "
              "as a*3.b.c1");
  }
}

TEST(TraceFile, RefusesOtherFormats) {
  EXPECT_EQ(ErrorOf([](Json& json) { json["format"] = "heddle-trace/2"; }),
            "expected format heddle-trace/1, found \"heddle-trace/2\"");
  const std::string no_format = "expected a JSON object with \"format\": \"heddle-trace/1\"";
  EXPECT_EQ(ErrorOf([](Json& json) { json.erase("format"); }), no_format);
  EXPECT_EQ(ErrorOf([](Json& json) { json["format"] = 1; }), no_format);
  EXPECT_EQ(ErrorOf([](Json& json) { json = Json::array({1, 2}); }), no_format);
}

TEST(TraceFile, CutOffAnywhereIsRefused) {
  const std::string whole = ToJson(Example());
  // Without the newline it is whole.
  for (std::size_t length = 0; length + 2 < whole.size(); ++length) {
    ASSERT_THROW(ParseTraceFile(whole.substr(0, length)), TraceFileError) << length;
  }
  try {
    ParseTraceFile(whole.substr(0, 100));
    FAIL() << "a truncated file was read";
  } catch (const TraceFileError& error) {
    EXPECT_STREQ(error.what(), "expected a whole JSON file, found a mistake at byte 100 of 100");
  }
}

TEST(TraceFile, OfBytesThatAreNoTextIsRefused) {
  EXPECT_THROW(ParseTraceFile(std::string_view("\x7f\x45LF\0\xff", 6)), TraceFileError);
  EXPECT_THROW(ParseTraceFile(""), TraceFileError);
}

TEST(TraceFile, WithANumberThatNothingHoldsIsRefused) {
  try {
    ParseTraceFile(R"({"format": "heddle-trace/1", "build": 1e999})");
    FAIL() << "it was read";
  } catch (const TraceFileError& error) {
    EXPECT_STREQ(error.what(), "expected numbers that fit into 64 bits, found a larger one");
  }
}

TEST(BuildId, IsThatOfTheRunningExecutable) {
  const std::string id = BuildId();
  EXPECT_EQ(id, BuildId());
  ASSERT_NE(id, kNoBuildId) << "linked without --build-id";
  EXPECT_GE(id.size(), 16U);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
}

}  // namespace
}  // namespace heddle::checker
