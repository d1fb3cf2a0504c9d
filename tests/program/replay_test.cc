// SPDX-License-Identifier: BSD-3-Clause
//
// Traces that the heddle command leaves behind, and what it makes of them.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using nlohmann::json;

constexpr char kFound[] = "check allocate-free-scavenge --fault claim-none";
constexpr char kTrace[] = "heddle-traces/allocate-free-scavenge.claim-none.race.json";

json Parsed(const fs::path& file) { return json::parse(Slurp(file)); }

class Replay : public Heddle {
 protected:
  // A trace, after this change to it.
  fs::path Changed(const std::function<void(json&)>& change) const {
    EXPECT_EQ(Run(kFound).status, 1);
    json trace = Parsed(File(kTrace));
    change(trace);
    const fs::path file = File("changed.json");
    std::ofstream(file) << trace.dump();
    return file;
  }

  void ExpectRefusal(const std::function<void(json&)>& change, const std::string& why) const {
    const fs::path file = Changed(change);
    ExpectUsageError("replay " + file.string(), "cannot replay '" + file.string() + "': " + why);
  }
};

TEST_F(Replay, ViolationLeavesATraceThatShowsItAgain) {
  const Outcome found = Run(kFound);
  EXPECT_EQ(found.status, 1);
  EXPECT_TRUE(Contains(found.out, std::string("\nagain: heddle replay ") + kTrace + "\n"))
      << found.out;
  const Outcome again = Run(std::string("replay ") + kTrace);
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_TRUE(Contains(again.out, std::string(kTrace) + ": reproduced: race with "));
  // The interleaving is the same, up to its verdict.
  const std::size_t begin = found.out.find("2 threads, ");
  const std::string shown = found.out.substr(begin, found.out.find("\nrace: ") - begin);
  EXPECT_GT(shown.size(), 200U);
  EXPECT_TRUE(Contains(again.out, shown)) << shown << "\n---\n" << again.out;
}

TEST_F(Replay, EveryFaultThatIsReproducedIsReplayed) {
  for (const char* fault :
       {"gen-no-check-on-unreserve", "claim-none", "verify-skipped-slow", "lwm-no-lock",
        "lock-inversion-range", "l2-publish-relaxed", "scavbit-never", "acct-missing"}) {
    ASSERT_EQ(Run(std::string("repro --quiet ") + fault).status, 0) << fault;
  }
  int traces = 0;
  for (const auto& entry : fs::directory_iterator(File("heddle-traces"))) {
    const Outcome again = Run("replay --quiet '" + entry.path().string() + "'");
    EXPECT_EQ(again.status, 0) << entry.path() << "\n" << again.out << again.err;
    EXPECT_FALSE(Contains(again.out, "T0  T1")) << "quiet";
    ++traces;
  }
  EXPECT_EQ(traces, 10) << "two faults are looked for in two ways";
}

TEST_F(Replay, TracesOfEachStrategyAreReplayed) {
  for (const char* strategy :
       {"dpor", "sleep", "dfs", "bounded:1", "random", "pct:3", "relacy-full", "relacy-bound:1"}) {
    SCOPED_TRACE(strategy);
    const Outcome found = Run(std::string(kFound) + " --strategy " + strategy);
    ASSERT_EQ(found.status, 1) << found.out << found.err;
    const json trace = Parsed(File(kTrace));
    EXPECT_EQ(trace.at("found_by").at("strategy"), strategy);
    const Outcome again = Run(std::string("replay ") + kTrace);
    EXPECT_EQ(again.status, 0) << again.out << again.err;
  }
}

TEST_F(Replay, GoesWithoutTheOraclesThatWereOff) {
  ASSERT_EQ(Run("check allocate-free-scavenge --fault claim-release-first --without races").status,
            1);
  const Outcome again =
      Run("replay heddle-traces/allocate-free-scavenge.claim-release-first.without-races."
          "contents.json");
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_TRUE(Contains(again.out, ", without race detection:")) << again.out;
}

TEST_F(Replay, TraceSaysWhatWasExploredAndHow) {
  ASSERT_EQ(Run(std::string(kFound) + " --strategy random --seed 7 --depth 2 --max-steps 400 "
                                      "--without ledger,lock-ranks")
                .status,
            1);
  const std::string file =
      "heddle-traces/allocate-free-scavenge.claim-none.without-ledger.without-lock-ranks.race.json";
  const json trace = Parsed(File(file));
  EXPECT_EQ(trace.at("format"), "heddle-trace/1");
  EXPECT_EQ(trace.at("program"),
            json::parse(R"({"file": null, "name": "allocate-free-scavenge", "fault": "claim-none",
                "revision": "R4", "layout": "AAAF", "without": ["ledger", "lock-ranks"],
                "repairs": [],
                "threads": 2})"));
  EXPECT_EQ(trace.at("simulation"),
            json::parse(R"({"history_depth": 2, "check_lock_ranks": false, "max_steps": 400})"));
  EXPECT_EQ(trace.at("found_by"), json::parse(R"({"strategy": "random", "seed": 7})"));
  EXPECT_EQ(trace.at("violation").at("verdict"), "race");
  EXPECT_GT(trace.at("events").size(), 5U);
  for (const json& event : trace.at("events")) {
    EXPECT_FALSE(event.at("kind").get<std::string>().empty());
  }
  EXPECT_TRUE(trace.at("conflict").is_object());
  EXPECT_EQ(Run("replay " + file).status, 0);
}

TEST_F(Replay, TraceGoesWhereItIsAskedTo) {
  const Outcome found =
      Run(std::string(kFound) + " --trace-dir some/where --json result.json --quiet");
  EXPECT_EQ(found.status, 1);
  EXPECT_FALSE(fs::exists(File("heddle-traces")));
  const std::string file = "some/where/allocate-free-scavenge.claim-none.race.json";
  EXPECT_TRUE(fs::exists(File(file)));
  const json result = Parsed(File("result.json")).at("results").at(0);
  EXPECT_EQ(result.at("trace_file"), file);
  EXPECT_EQ(result.at("violations").at(0).at("trace_file"), file);
}

TEST_F(Replay, NothingIsLeftWhereNothingWasFound) {
  EXPECT_EQ(Run("check allocate-allocate").status, 0);
  EXPECT_EQ(Run("verify --revision R3").status, 0);
  EXPECT_EQ(FilesThere(), 0) << "that a fault is found is no news";
  EXPECT_EQ(Run("verify --revision R3 --trace-dir traces").status, 0);
  EXPECT_TRUE(fs::exists(File("traces/r3-scavenge-scavenge.v3-unresv-twice.invariant.json")));
}

TEST_F(Replay, ViolationCountsMoreThanATraceThatCannotBeKept) {
  std::ofstream(File("heddle-traces")) << "a file is in the way";
  const Outcome found = Run(kFound);
  EXPECT_EQ(found.status, 1);
  EXPECT_TRUE(Contains(found.out, "allocate-free-scavenge with claim-none: race"));
  EXPECT_FALSE(Contains(found.out, "again: ")) << found.out;
  EXPECT_TRUE(Contains(found.err, "heddle: no trace is kept: cannot make the folder")) << found.err;
}

TEST_F(Replay, FolderThatWasAskedForMustBeThere) {
  std::ofstream(File("file")) << "a file is in the way";
  const Outcome outcome = Run(std::string(kFound) + " --trace-dir file");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(Contains(outcome.err, "heddle: cannot make the folder 'file': ")) << outcome.err;
}

TEST_F(Replay, LongInterleavingIsCutAndShownWholeOnRequest) {
  const std::string file = "heddle-traces/workload-w6-bug1.assertion.json";
  const Outcome found = Run("check workload/w6-bug1 --strategy random");
  EXPECT_EQ(found.status, 1);
  EXPECT_TRUE(Contains(found.out, " lines left out; all: heddle replay " + file + " --full\n"))
      << found.out;
  const Outcome whole = Run("replay " + file + " --full");
  EXPECT_EQ(whole.status, 0);
  EXPECT_FALSE(Contains(whole.out, " left out")) << whole.out;
  EXPECT_GT(whole.out.size(), found.out.size());
}

TEST_F(Replay, TracesOfOneRunDoNotOverwriteEachOther) {
  EXPECT_EQ(Run("check workload/w5-bug1 workload/w5-bug1 --quiet").status, 1);
  EXPECT_TRUE(fs::exists(File("heddle-traces/workload-w5-bug1.assertion.json")));
  EXPECT_TRUE(fs::exists(File("heddle-traces/workload-w5-bug1.assertion-2.json")));
  EXPECT_EQ(Run("check workload/w5-bug1 --quiet").status, 1);
  EXPECT_FALSE(fs::exists(File("heddle-traces/workload-w5-bug1.assertion-3.json")))
      << "the next run that finds the same writes the same file";
}

TEST_F(Replay, OfAnotherBuildIsRefusedUnlessAllowed) {
  const fs::path file = Changed([](json& trace) { trace["build"] = "0123"; });
  const Outcome refused = Run("replay " + file.string());
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(Contains(refused.err, "': expected a trace of this build, ")) << refused.err;
  EXPECT_TRUE(Contains(refused.err, ", found one of build 0123 (--any-build tries it)\n"))
      << refused.err;
  EXPECT_EQ(Run("replay --any-build " + file.string()).status, 0);
}

TEST_F(Replay, OfAnotherModelIsRefused) {
  ExpectRefusal([](json& trace) { trace["program"]["name"] = "allocate-free-scaven"; },
                "unknown model 'allocate-free-scaven'; did you mean allocate-free-scavenge or "
                "allocate-free-lower or r3/allocate-free-scavenge?");
  ExpectRefusal([](json& trace) { trace["program"]["fault"] = "claim-non"; },
                "unknown fault 'claim-non'; did you mean claim-none?");
  ExpectRefusal([](json& trace) { trace["program"]["without"] = {"ledgers"}; },
                "unknown oracle 'ledgers'; did you mean ledger?");
  ExpectRefusal(
      [](json& trace) { trace["program"]["layout"] = "AAFF"; },
      "expected model allocate-free-scavenge to have layout 'AAAF' as here, found 'AAFF'");
  ExpectRefusal([](json& trace) { trace["program"]["threads"] = 3; },
                "expected model allocate-free-scavenge to have threads '2' as here, found '3'");
  ExpectRefusal([](json& trace) { trace["program"]["file"] = "programs.txt"; },
                "expected a trace of a model, found one of the program 'allocate-free-scavenge' of "
                "programs.txt");
}

TEST_F(Replay, OfAnotherFormatIsRefused) {
  ExpectRefusal([](json& trace) { trace["format"] = "heddle-trace/9"; },
                "expected format heddle-trace/1, found \"heddle-trace/9\"");
  ExpectRefusal([](json& trace) { trace["violation"]["schedule"] = "a*99999999999"; },
                "expected 'violation.schedule' to be a schedule of at most 1000000 decisions, such "
                "as a*3.b.c1");
}

TEST_F(Replay, OfAFileThatCannotBeReadIsRefused) {
  ExpectUsageError("replay nowhere.json",
                   "cannot replay 'nowhere.json': No such file or directory");
  ExpectUsageError("replay .", "cannot replay '.': Is a directory");
  std::ofstream(File("empty.json")) << "";
  ExpectUsageError(
      "replay empty.json",
      "cannot replay 'empty.json': expected a whole JSON file, found a mistake at byte 0 of 0");
  ASSERT_EQ(Run(kFound).status, 1);
  const std::string whole = Slurp(File(kTrace));
  std::ofstream(File("half.json")) << whole.substr(0, whole.size() / 2);
  const Outcome half = Run("replay half.json");
  EXPECT_EQ(half.status, 2);
  EXPECT_TRUE(Contains(half.err, "heddle: cannot replay 'half.json': expected a whole JSON file"))
      << half.err;
}

TEST_F(Replay, ThatCannotBeFollowedSaysWhere) {
  // Thread 7 is not there.
  const fs::path file = Changed([](json& trace) { trace["violation"]["schedule"] = "a*2.h"; });
  const Outcome outcome = Run("replay " + file.string());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.out,
                       "changed.json: diverged: the schedule cannot be followed at "
                       "step 3: "))
      << outcome.out << outcome.err;
}

TEST_F(Replay, ThatLeadsElsewhereSaysSo) {
  // With the design as it should be, the same steps break nothing, or cannot be made.
  const fs::path fixed = Changed([](json& trace) { trace["program"]["fault"] = nullptr; });
  const Outcome nothing = Run("replay " + fixed.string());
  EXPECT_EQ(nothing.status, 1) << nothing.out;
  EXPECT_TRUE(Contains(nothing.out, ": not reproduced: expected race: ") ||
              Contains(nothing.out, ": diverged: "))
      << nothing.out;
  const fs::path other = Changed([](json& trace) { trace["violation"]["message"] = "another"; });
  const Outcome outcome = Run("replay " + other.string());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.out, ": not reproduced: expected race: another (")) << outcome.out;
}

}  // namespace
}  // namespace heddle
