// SPDX-License-Identifier: BSD-3-Clause
//
// What the commands write as trace events.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/data/json_schema.h"
#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using nlohmann::json;

class TraceEvents : public Heddle {
 protected:
  json EventsOf(const std::string& command, int status) const {
    const Outcome outcome = Run(command + " --trace-event events.json");
    EXPECT_EQ(outcome.status, status) << command << "\n" << outcome.out << outcome.err;
    const json file = json::parse(Slurp(File("events.json")));
    const tests::JsonSchema schema(HEDDLE_SOURCE "/tests/reports/trace_event.schema.json");
    EXPECT_EQ(schema.Mistakes(file), std::vector<std::string>()) << command;
    EXPECT_EQ(file.at("otherData").at("options"), command + " --trace-event events.json");
    ExpectNoOverlap(file);
    ExpectEnds(file, "b", "e");
    ExpectEnds(file, "s", "f");
    return file;
  }

  static std::vector<json> Having(const json& file, const char* field, const json& value) {
    std::vector<json> events;
    std::ranges::copy_if(file.at("traceEvents"), std::back_inserter(events),
                         [&](const json& event) { return event.value(field, json()) == value; });
    return events;
  }

  // The slice of a track that a moment is in.
  static std::string SliceAt(const json& file, const json& moment) {
    for (const json& slice : Having(file, "ph", "X")) {
      if (slice.at("tid") == moment.at("tid") && slice.at("ts") == moment.at("ts")) {
        return slice.at("name");
      }
    }
    return "";
  }

 private:
  // Viewers drop slices of a track that overlap.
  static void ExpectNoOverlap(const json& file) {
    std::map<int, double> ends;
    for (const json& slice : Having(file, "ph", "X")) {
      double& end = ends[slice.at("tid").get<int>()];
      EXPECT_GE(slice.at("ts").get<double>(), end - 1e-9) << slice;
      end = slice.at("ts").get<double>() + slice.at("dur").get<double>();
    }
  }

  // Everything that begins ends once, and not before.
  static void ExpectEnds(const json& file, const char* begins, const char* ends) {
    std::map<json, json> open;
    for (const json& event : file.at("traceEvents")) {
      if (event.at("ph") == begins) {
        EXPECT_TRUE(open.emplace(event.at("id"), event.at("ts")).second) << event;
      } else if (event.at("ph") == ends) {
        ASSERT_TRUE(open.contains(event.at("id"))) << event;
        EXPECT_GE(event.at("ts"), open.at(event.at("id"))) << event;
        open.erase(event.at("id"));
      }
    }
    EXPECT_TRUE(open.empty());
  }
};

TEST_F(TraceEvents, HaveATrackForEachThreadAndASliceForEachStep) {
  const json file = EventsOf("check allocate-free-scavenge --fault claim-none", 1);
  EXPECT_EQ(file.at("otherData").at("verdict"), "race");
  EXPECT_EQ(Having(file, "name", "process_name").at(0).at("args").at("name"),
            "allocate-free-scavenge with claim-none");
  const std::vector<json> threads = Having(file, "name", "thread_name");
  ASSERT_EQ(threads.size(), 2U);
  EXPECT_EQ(threads[0].at("args").at("name"), "T0");
  EXPECT_EQ(threads[1].at("args").at("name"), "T1");
  // Step 10 of the interleaving as the console numbers it, on the track of its thread.
  const std::vector<json> tenth = Having(file, "ts", 10.0);
  ASSERT_FALSE(tenth.empty());
  EXPECT_EQ(tenth[0].at("name"), "lock heap lock");
  EXPECT_EQ(tenth[0].at("tid"), threads[1].at("tid"));
  const json trace =
      json::parse(Slurp(File("heddle-traces/allocate-free-scavenge.claim-none.race.json")));
  std::size_t events = 0;
  for (const json& event : trace.at("events")) {
    events += event.at("kind") == "state" ? 0 : 1;
  }
  EXPECT_EQ(Having(file, "ph", "X").size(), events);
  EXPECT_EQ(Having(file, "cat", "violation").size(), 1U);
}

TEST_F(TraceEvents, HaveAnArrowFromWhatWroteToWhatReads) {
  const json file = EventsOf("check allocate-free-scavenge --fault claim-none", 1);
  const json trace =
      json::parse(Slurp(File("heddle-traces/allocate-free-scavenge.claim-none.race.json")));
  std::size_t reads = 0;
  for (const json& event : trace.at("events")) {
    reads += event.value("reads_from", json()).is_null() ? 0 : 1;
  }
  ASSERT_GT(reads, 0U);
  const std::vector<json> begins = Having(file, "ph", "s");
  EXPECT_EQ(begins.size(), reads);
  // The last one is that of the race: what thread 1 reads there thread 0 has written.
  EXPECT_EQ(SliceAt(file, begins.back()), "write memory of page 63 of chunk 1");
  EXPECT_EQ(SliceAt(file, Having(file, "ph", "f").back()), "read memory of page 63 of chunk 1");
}

TEST_F(TraceEvents, ShowWhoHoldsWhichLockAndWhoWaits) {
  const json file = EventsOf(
      "check scavenge-start-generation --fault lock-inversion-range --without "
      "ledger,lock-ranks",
      1);
  EXPECT_EQ(file.at("otherData").at("verdict"), "deadlock");
  std::vector<std::string> held;
  for (const json& event : Having(file, "ph", "b")) {
    held.push_back(event.at("name"));
  }
  EXPECT_EQ(held.back(), "T1 holds heap lock");
  EXPECT_NE(std::ranges::find(held, "T0 holds scavenger lock"), held.end());
  const std::vector<json> waits = Having(file, "cat", "wait");
  ASSERT_EQ(waits.size(), 2U);
  EXPECT_EQ(waits[0].at("name"), "waits for heap lock");
  EXPECT_EQ(waits[0].at("args").at("held by"), "T1");
}

TEST_F(TraceEvents, OfAReplayAreTheSame) {
  json found = EventsOf("check workload/w5-bug1 --strategy random --seed 3", 1);
  json again = EventsOf("replay heddle-traces/workload-w5-bug1.assertion.json", 0);
  EXPECT_EQ(found.at("traceEvents"), again.at("traceEvents"));
  EXPECT_EQ(found.at("otherData").at("seed"), 3);
  EXPECT_EQ(again.at("otherData").at("seed"), 3) << "that of what found it";
}

TEST_F(TraceEvents, AreThoseOfTheFirstViolation) {
  EXPECT_EQ(EventsOf("repro lock-inversion-range", 0).at("otherData").at("verdict"), "lock-rank");
}

TEST_F(TraceEvents, AreNotWrittenWhereNothingIsFound) {
  std::ofstream(File("events.json")) << "before";
  EXPECT_EQ(Run("check allocate-allocate --trace-event events.json").status, 0);
  EXPECT_EQ(Slurp(File("events.json")), "before");
}

}  // namespace
}  // namespace heddle
