// SPDX-License-Identifier: BSD-3-Clause
//
// The necessity matrix and explanations, from the command line.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

using nlohmann::json;

class NecessityMatrix : public Heddle {
 protected:
  json Matrix(const std::string& arguments, int status = 0) const {
    const Outcome outcome = Run("matrix --json matrix.json " + arguments);
    EXPECT_EQ(outcome.status, status) << outcome.out << outcome.err;
    return json::parse(Slurp(File("matrix.json")));
  }

  static json CellOf(const json& matrix, const std::string& fault, const std::string& model) {
    for (const json& cell : matrix.at("cells")) {
      if (cell.at("fault") == fault && cell.at("model") == model) {
        return cell;
      }
    }
    return nullptr;
  }
};

constexpr char kSome[] =
    "--models scavenge-alone,scavenge-start-generation,r3/scavenge-start-generation "
    "--faults gen-no-check-on-unreserve,lwm-no-lock,acct-missing";

TEST_F(NecessityMatrix, SaysWhatEachModelFindsInACharacter) {
  const Outcome outcome = Run(std::string("matrix ") + kSome);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "") << "no progress where nobody looks";
  // Columns: scavenge-alone and scavenge-start-generation of R4, then that of R3. Of one execution
  // alone, none sees what takes a preemption.
  // Then what real threads have found: a missing lock is a race, with which the oracles can do
  // nothing.
  for (const char* line : {"\nR4 R3\n", "\n12 3  abcdef ghi\n", "\n 1 1  ", "\n.1    ",
                           " RR.  lwm-no-lock\n", "\n00 0  ++++++ "}) {
    EXPECT_TRUE(Contains(outcome.out, line)) << line << outcome.out;
  }
  EXPECT_TRUE(Contains(outcome.out,
                       "3 of 3 rows found in some model, 0 silent in each model, "
                       "0 undecided, 0 in no model.\n"))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\n  dpor                 3       6\n")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "\n  bounded:0            1       3\n")) << outcome.out;
}

TEST_F(NecessityMatrix, IsWrittenCellByCell) {
  const json matrix = Matrix(std::string(kSome) + " --quiet");
  EXPECT_EQ(matrix.at("format"), "heddle-matrix/1");
  EXPECT_EQ(matrix.at("models").size(), 3U);
  EXPECT_EQ(matrix.at("cells").size(), 7U);
  for (const json& fault : matrix.at("faults")) {
    if (fault.at("name") == "lwm-no-lock") {
      EXPECT_EQ(fault.at("stress").at("tsan").at("as"), "race");
      EXPECT_TRUE(fault.at("stress").at("oracles").is_null());
    }
  }
  EXPECT_EQ(matrix.at("stress").at("seconds"), 30);
  EXPECT_EQ(matrix.at("summary").at("found_by").at("dpor"), json({{"rows", 3}, {"cells", 6}}));
  const json found = CellOf(matrix, "lwm-no-lock", "scavenge-start-generation");
  EXPECT_EQ(found.at("outcome"), "found");
  EXPECT_EQ(found.at("verdict"), "race");
  EXPECT_EQ(found.at("preemptions"), 1);
  EXPECT_EQ(found.at("fewest"), true);
  EXPECT_EQ(found.at("ways").at("bounded:0").at("outcome"), "silent");
  const json silent = CellOf(matrix, "lwm-no-lock", "scavenge-alone");
  EXPECT_EQ(silent.at("outcome"), "silent");
  EXPECT_TRUE(silent.at("verdict").is_null());
  EXPECT_TRUE(CellOf(matrix, "lwm-no-lock", "r3/scavenge-start-generation").is_null())
      << "R3 has no scavenger lock";
}

TEST_F(NecessityMatrix, NamesTheCommandThatLooksIntoACellAgain) {
  const json matrix = Matrix(std::string(kSome) + " --ways random");
  for (const json& cell : matrix.at("cells")) {
    const std::string command = cell.at("command");
    ASSERT_EQ(command.substr(0, 7), "heddle ");
    const bool is_found = cell.at("outcome") == "found";
    EXPECT_EQ(Run(command.substr(7) + " --quiet --json again.json").status, is_found ? 1 : 0)
        << command;
    const json again = json::parse(Slurp(File("again.json"))).at("results").at(0);
    EXPECT_EQ(again.at("preemptions"), cell.at("preemptions")) << command;
    if (is_found) {
      EXPECT_EQ(again.at("verdict"), cell.at("verdict")) << command;
    }
  }
}

TEST_F(NecessityMatrix, IsTheSameForAnyNumberOfJobs) {
  const std::string some =
      "--revision R3 --faults acct-missing,unresv-twice,drop:many-generations ";
  json one = Matrix(some + "--jobs 1");
  json three = Matrix(some + "--jobs 3");
  for (json* const matrix : {&one, &three}) {
    matrix->erase("options");
    matrix->at("summary").erase("seconds");
  }
  EXPECT_EQ(one, three);
  EXPECT_GT(one.at("cells").size(), 10U);
}

// A single thread needs no lock.
TEST_F(NecessityMatrix, NamesWhatNothingNeedsAndWhatNothingAsksAbout) {
  const std::string command =
      "matrix --models scavenge-alone --faults "
      "drop:reserves-under-scavenger-lock,drop:parks-in-one-section,skip:set-scavenged-bits";
  const Outcome outcome = Run(command);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(
      Contains(outcome.out, "drop:reserves-under-scavenger-lock  <- needed by nothing here"))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "Nothing needs these")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "silent in 1 model\n")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "No model here asks about these:  drop:parks-in-one-section"))
      << outcome.out;
  EXPECT_TRUE(Contains(outcome.out,
                       "1 of 3 rows found in some model, 1 silent in each model, "
                       "0 undecided, 1 in no model.\n"))
      << outcome.out;
}

TEST_F(NecessityMatrix, IsStatusOneIfAFaultIsNotFoundInItsModelAndThreeAtALimit) {
  // One execution shows nothing, and says so.
  const Outcome limited =
      Run("matrix --models background-wake --faults park-lost-wakeup --executions 1");
  EXPECT_EQ(limited.status, 3) << limited.out;
  EXPECT_TRUE(Contains(limited.out, "A limit ended the search of these as shipped")) << limited.out;
  EXPECT_TRUE(Contains(limited.out, "park-lost-wakeup  <- undecided")) << limited.out;
  const Outcome broken = Run("matrix --models r1/scavenge-hole");
  EXPECT_EQ(broken.status, 1);
  EXPECT_EQ(broken.err,
            "heddle: r1/scavenge-hole fails as shipped: assertion\nheddle check "
            "r1/scavenge-hole --max-steps 2000\n");
  EXPECT_EQ(Run("check r1/scavenge-hole --max-steps 2000 --quiet").status, 1);
}

TEST_F(NecessityMatrix, RefusesNamesThatAreNotThere) {
  ExpectUsageError(
      "matrix --models scavenge-alon",
      "unknown model 'scavenge-alon'; did you mean scavenge-alone or r3/scavenge-alone "
      "or r2/scavenge-alone?");
  ExpectUsageError("matrix --models workload/w1",
                   "matrix is for models of the heap, which 'workload/w1' is not");
  ExpectUsageError("matrix --faults drop:many-generation",
                   "unknown fault 'drop:many-generation'; did you mean drop:many-generations?");
  ExpectUsageError("matrix --faults skip:many",
                   "unknown fault 'skip:many'; did you mean drop:many-generations?");
  ExpectUsageError("matrix --faults drop:xyzzy",
                   "unknown fault 'drop:xyzzy'; see heddle list decisions");
  ExpectUsageError("matrix --faults v1-hole-released",
                   "'v1-hole-released' changes nothing; see heddle repro v1-hole-released");
  ExpectUsageError("matrix --faults released-reset-store0",
                   "'released-reset-store0' is a finding, of what no model of the design demands; "
                   "see heddle repro released-reset-store0");
  ExpectUsageError("matrix --faults opt-return-high",
                   "'opt-return-high' is a control: nothing is to be found; see heddle repro "
                   "opt-return-high");
  ExpectUsageError("matrix --ways dporr", "unknown strategy 'dporr'; did you mean dpor?");
  ExpectUsageError("matrix --revision R5", "unknown revision 'R5'; expected one of R1, R2, R3, R4");
  ExpectUsageError("matrix --revision R1 --models scavenge-alone",
                   "none of the models is of revision R1");
}

TEST_F(NecessityMatrix, ChecksReproducesAndReplaysWhatIsSpelledOut) {
  const std::string fault = "weaken:find-chunk-block";
  const Outcome check =
      Run("check grow-optimistic-search --trace-dir traces --quiet --fault " + fault);
  EXPECT_EQ(check.status, 1) << check.err;
  const std::string file =
      "traces/grow-optimistic-search.weaken-find-chunk-block-relaxed.uninitialized.json";
  EXPECT_TRUE(Contains(check.out, "again: heddle replay " + file)) << check.out;
  EXPECT_EQ(json::parse(Slurp(File(file))).at("program").at("fault"), fault + "=relaxed");
  const Outcome replay = Run("replay " + file);
  EXPECT_EQ(replay.status, 0) << replay.out << replay.err;
  const Outcome repro = Run("repro skip:give-back-once --json result.json");
  EXPECT_EQ(repro.status, 0) << repro.out << repro.err;
  EXPECT_TRUE(Contains(repro.out, "skip:give-back-once: found: ")) << repro.out;
  EXPECT_TRUE(Contains(repro.out, ", the shortest of ")) << repro.out;
  const json result = json::parse(Slurp(File("result.json"))).at("results").at(0);
  EXPECT_EQ(result.at("fault"), "skip:give-back-once");
  EXPECT_EQ(result.at("as_expected"), true);
}

TEST_F(NecessityMatrix, HasEveryCellWhereItWasInterrupted) {
  const int status =
      std::system(("cd '" + File("").string() +
                   "' && timeout --foreground --preserve-status -s INT 1 "
                   "'" HEDDLE_PROGRAM "' matrix --jobs 2 --json matrix.json >out 2>err")
                      .c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3) << Slurp(File("err"));
  const json matrix = json::parse(Slurp(File("matrix.json")));
  EXPECT_EQ(matrix.at("cells").size(), matrix.at("summary").at("cells"));
  const json& last = matrix.at("cells").back();
  EXPECT_EQ(last.at("outcome"), "undecided");
  EXPECT_EQ(last.at("message"), "interrupted before anything was looked into");
  EXPECT_EQ(last.at("executions"), 0);
  EXPECT_EQ(last.at("ways").at("random").at("outcome"), "undecided");
}

// As a terminal sends it to everybody, and a wrapper passes it on.
TEST_F(NecessityMatrix, IsWrittenWhereItWasInterruptedTwiceWithinAMoment) {
  const int status =
      std::system(("cd '" + File("").string() +
                   "' && { '" HEDDLE_PROGRAM "' matrix --jobs 2 --json matrix.json >out 2>err & "
                   "sleep 1; kill -INT $!; sleep 0.05; kill -INT $!; wait $!; }")
                      .c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3) << Slurp(File("err"));
  const json matrix = json::parse(Slurp(File("matrix.json")));
  EXPECT_EQ(matrix.at("cells").back().at("outcome"), "undecided");
}

// Of a search with so few steps, what the fault does and what the design does look the same.
TEST_F(NecessityMatrix, NobodyBlamesAChangeForWhatTheDesignDoesToo) {
  for (const char* const command :
       {"repro skip:counts-use --max-steps 20", "explain counts-use --max-steps 20",
        "matrix --faults skip:counts-use --max-steps 20"}) {
    const Outcome outcome = Run(command);
    EXPECT_EQ(outcome.status, 1) << command;
    EXPECT_EQ(outcome.err.substr(0, outcome.err.find(';')),
              "heddle: allocate-free-scavenge fails as shipped: livelock")
        << command;
    EXPECT_FALSE(Contains(outcome.out, "found")) << outcome.out;
  }
  const Outcome control = Run("repro unresv-full-range --max-steps 10");
  EXPECT_EQ(control.status, 1);
  EXPECT_EQ(control.err,
            "heddle: scavenge-scavenge-drain fails as shipped: livelock\nheddle check "
            "scavenge-scavenge-drain --max-steps 10\n");
  EXPECT_EQ(Run("check scavenge-scavenge-drain --max-steps 10 --quiet").status, 1);
  EXPECT_FALSE(Contains(control.out, "BLAMED")) << control.out;
}

// Each process that looks into cells is killed again and again; others take its place.
TEST_F(NecessityMatrix, CellsWithoutAResultAreAnErrorOfEachCommandThatLooksIntoThem) {
  for (const std::string command :
       {"explain give-back-once --jobs 2", "matrix --faults skip:give-back-once --jobs 2"}) {
    const int status =
        std::system(("cd '" + File("").string() + "' && { '" HEDDLE_PROGRAM "' " + command +
                     " --quiet >out 2>err & parent=$!;"
                     " while kill -0 $parent 2>/dev/null; do"
                     "   for worker in $(cat /proc/$parent/task/$parent/children 2>/dev/null); do"
                     "     kill -9 $worker 2>/dev/null; done;"
                     "   sleep 0.02; done;"
                     " wait $parent; }")
                        .c_str());
    EXPECT_EQ(WEXITSTATUS(status), 4) << command << Slurp(File("out"));
    EXPECT_TRUE(Contains(Slurp(File("err")), ": the process that looked into it has crashed\n"))
        << command << Slurp(File("err"));
  }
}

class Explanations : public Heddle {};

// All that is listed.
TEST_F(Explanations, EachDecisionHasAPlaceASentenceAndACounterexample) {
  const std::string list = Run("list decisions").out;
  const std::regex entry(R"(\n  [a-z]+:([a-z-]+)(?:=\w+)?\n      (.*))");
  std::string command = "explain --quiet";
  std::vector<std::pair<std::string, std::string>> listed;  // name and sentence
  for (auto found = std::sregex_iterator(list.begin(), list.end(), entry);
       found != std::sregex_iterator(); ++found) {
    listed.emplace_back((*found)[1], (*found)[2]);
    command += " " + listed.back().first;
  }
  ASSERT_GE(listed.size(), 46U) << list;
  const Outcome outcome = Run(command);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const std::string text = "\n\n" + outcome.out;
  for (const auto& [name, sentence] : listed) {
    const std::size_t begin = text.find("\n\n" + name + ", a");
    ASSERT_NE(begin, std::string::npos) << name;
    const std::string part = text.substr(begin, text.find("\n\n\n", begin) - begin);
    EXPECT_TRUE(Contains(part, ":\n  " + sentence + ".\n")) << part;
    EXPECT_TRUE(std::regex_search(part, std::regex(R"(, at\n  \S*core/\S+:\d+ \w+\n)"))) << part;
    EXPECT_TRUE(Contains(part, ", the shortest:\n")) << part;
  }
}

TEST_F(Explanations, SayWhatBreaksAndWhere) {
  const Outcome outcome = Run("explain unreserve-checks-generation");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  for (const char* part :
       {"unreserve-checks-generation, a decision (docs/allocator-spec.md 5.5, 5.7, I24):\n",
        "core/scavenger/reservations.h:", " Unreserve\n",
        "gen-no-check-on-unreserve, a fault in scavenge-start-generation: ",
        "  scavenge-start-generation     invariant with 1 preemption, 23 steps\n", "T0  T1\n",
        "invariant: I24: ", "again: heddle replay "}) {
    EXPECT_TRUE(Contains(outcome.out, part)) << part << "\n" << outcome.out;
  }
  // However long the names are.
  const Outcome aligned = Run("explain verify-under-heap-lock --quiet");
  for (const char* line : {"\n  grow-optimistic-search           assertion with 1 preemption, ",
                           "\n  allocate-free-optimistic-search  assertion with 2 preemptions, "}) {
    EXPECT_TRUE(Contains(aligned.out, line)) << aligned.out;
  }
  const Outcome finding = Run("explain idx-mark-below-cursor");
  EXPECT_EQ(finding.status, 0) << finding.err;
  EXPECT_TRUE(Contains(finding.out, "idx-mark-below-cursor, a finding in index-mark-find: "));
  const Outcome fault = Run("explain idx-lower-regardless");
  for (const char* part : {"It takes out\nfind-yields-to-marks, a decision",
                           "scavenge-index, an "
                           "access, relaxed as shipped",
                           "index-mark-find  "}) {
    EXPECT_TRUE(Contains(fault.out, part)) << part << "\n" << fault.out;
  }
}

TEST_F(Explanations, RefuseNamesThatAreNotThere) {
  ExpectUsageError("explain many-generation",
                   "unknown decision, step, access or fault 'many-generation'; did you mean "
                   "many-generations?");
  ExpectUsageError("explain v1-hole-released",
                   "'v1-hole-released' changes nothing; see heddle repro v1-hole-released");
  ExpectUsageError("explain released-reset-store0",
                   "'released-reset-store0' is a finding, of what no model of the design demands; "
                   "see heddle repro released-reset-store0");
  ExpectUsageError("explain opt-return-high",
                   "'opt-return-high' is a control: nothing is to be found; see heddle repro "
                   "opt-return-high");
  ExpectUsageError("explain opt-return-hig",
                   "unknown decision, step, access or fault 'opt-return-hig'; did you mean "
                   "opt-return-high?");
  ExpectUsageError("explain xyzzy",
                   "unknown decision, step, access or fault 'xyzzy'; see heddle list decisions");
}

}  // namespace
}  // namespace heddle
