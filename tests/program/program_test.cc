// SPDX-License-Identifier: BSD-3-Clause
//
// The heddle command as its users meet it: what it prints, its exit status, and what it leaves
// behind.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

TEST_F(Heddle, ListsModelsFaultsAndStrategies) {
  const Outcome all = Run("list");
  EXPECT_EQ(all.status, 0);
  for (const char* name : {"scavenge-scavenge", "r1/scavenge-scavenge", "workload/w1", "claim-none",
                           "v1-hole-released", "relacy-bound:N"}) {
    EXPECT_TRUE(Contains(all.out, name)) << name;
  }
  EXPECT_TRUE(Contains(
      all.out, "\n  pair/allocate+allocate  (heap AASF): R1 R2 R3; as allocate-allocate\n"));
  const Outcome faults = Run("list faults");
  EXPECT_TRUE(Contains(faults.out, "claim-none"));
  EXPECT_FALSE(Contains(faults.out, "relacy-bound:N"));
  for (const std::string list : {"controls", "workloads"}) {
    EXPECT_EQ(Run("list --revision R2 " + list).out, list + "\n  none\n");
  }
}

TEST_F(Heddle, FindingsAreViolationsOfTheirModelsAndReproducedByName) {
  EXPECT_EQ(Run("check r1/scavenge-hole --quiet").status, 1);
  const Outcome outcome = Run("repro v1-hole-released");
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "v1-hole-released: found: assertion with 0 preemptions"))
      << outcome.out;
  // One execution is too few.
  EXPECT_EQ(Run("repro v1-scavaddr-clobber --executions 1").status, 3);
}

TEST_F(Heddle, ControlsAreSilentAndNotExpectedToFail) {
  EXPECT_TRUE(Contains(Run("list controls").out, "  opt-return-high  (in "));
  const Outcome checked = Run("check scavenge-alone allocate-allocate --fault opt-return-high");
  EXPECT_EQ(checked.status, 0) << checked.out;
  EXPECT_TRUE(Contains(checked.out, "scavenge-alone with opt-return-high: pass, exhausted, "))
      << checked.out;
  const Outcome outcome = Run("repro opt-return-high --json result.json");
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "which is not expected to fail:\n")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out,
                       "\nopt-return-high: nothing to find, as expected of a control: pass, "
                       "exhausted, "))
      << outcome.out;
  const auto json = nlohmann::json::parse(Slurp(File("result.json")));
  const auto& result = json.at("results").at(0);
  EXPECT_EQ(result.at("kind"), "control");
  EXPECT_EQ(result.at("name"), "opt-return-high");
  EXPECT_EQ(result.at("fault"), "opt-return-high");
  EXPECT_EQ(result.at("expected"), nlohmann::json::array({"pass"}));
  EXPECT_EQ(json.at("summary").at("control").at("as_expected"), 1);
  // One execution is too few.
  EXPECT_EQ(Run("repro opt-return-high --executions 1").status, 3);
  EXPECT_EQ(FilesThere(), 1) << "result.json, and no trace";
}

TEST_F(Heddle, HelpAndVersionAreNoErrors) {
  const Outcome help = Run("--help");
  EXPECT_EQ(help.status, 0);
  EXPECT_TRUE(Contains(help.out, "Exit status: 0 as expected"));
  EXPECT_EQ(Run("check --help").status, 0);
  const Outcome version = Run("--version");
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out.substr(0, 7), "heddle ");
}

TEST_F(Heddle, ChecksAModel) {
  const Outcome outcome = Run("check allocate-allocate");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(
      Contains(outcome.out, "allocate-allocate: pass, exhausted, 2 executions, 0 blocked, "))
      << outcome.out;
  const Outcome bounded = Run("check allocate-allocate --strategy relacy-bound:2");
  EXPECT_TRUE(Contains(bounded.out, "allocate-allocate: pass, bounded: 2 preemptions, "))
      << bounded.out;
  EXPECT_FALSE(Contains(bounded.out, "exhausted")) << "said of a bounded search";
}

TEST_F(Heddle, ExploresByEachStrategy) {
  for (const char* strategy : {"dpor", "sleep", "dfs", "relacy-full"}) {
    const Outcome outcome = Run(std::string("check workload/w2-2x2 --strategy ") + strategy);
    EXPECT_EQ(outcome.status, 0) << strategy << outcome.err;
    EXPECT_TRUE(Contains(outcome.out, "workload/w2-2x2: pass, exhausted, ")) << outcome.out;
  }
  for (const char* strategy : {"random", "pct:2"}) {
    const Outcome outcome =
        Run(std::string("check workload/w2-2x2 --executions 50 --strategy ") + strategy);
    EXPECT_EQ(outcome.status, 0) << strategy << outcome.err;
    EXPECT_TRUE(Contains(outcome.out, "workload/w2-2x2: pass, random sample, 50 executions"))
        << outcome.out;
  }
}

TEST_F(Heddle, SamplingIsTheSameForTheSameSeedWhichComesFirst) {
  const std::string command = "check workload/w5-bug1 --strategy random --seed ";
  const Outcome five = Run(command + "5");
  EXPECT_EQ(five.out.substr(0, 7), "seed 5\n") << five.out;
  const auto without_seconds = [](const std::string& text) {
    return std::regex_replace(text, std::regex(R"([\d.]+ s\n)"), "");
  };
  EXPECT_EQ(without_seconds(Run(command + "5").out), without_seconds(five.out));
  EXPECT_NE(without_seconds(Run(command + "6").out), without_seconds(five.out));
  EXPECT_FALSE(Contains(Run("check allocate-allocate").out, "seed"));
}

TEST_F(Heddle, GoesOnAfterAViolationWhenAskedForAllKinds) {
  const fs::path file = File("result.json");
  const Outcome outcome =
      Run("check scavenge-start-generation --fault lwm-no-lock --all --quiet "
          "--json " +
          file.string());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.out, "race with ")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, ", exhausted, ")) << outcome.out;
  const auto result = nlohmann::json::parse(Slurp(file)).at("results").at(0);
  EXPECT_EQ(result.at("exhausted"), true);
  EXPECT_GE(result.at("violations").size(), 1U);
  EXPECT_EQ(result.at("violations").at(0).at("message"), result.at("message"));
}

TEST_F(Heddle, SwitchesOraclesOff) {
  const std::string command = "check scavenge-start-generation --fault gen-no-check-on-unreserve ";
  EXPECT_TRUE(Contains(Run(command).out, ": invariant, with "));
  const Outcome without = Run(command + "--without ledger");
  EXPECT_TRUE(Contains(without.out, " without the ledger of reservations: assertion, with "))
      << without.out;
  EXPECT_TRUE(Contains(Run("check scavenge-start-generation --fault lock-inversion-range "
                           "--without ledger,lock-ranks --quiet")
                           .out,
                       " without the ledger of reservations and the order of locks: deadlock, "));
}

TEST_F(Heddle, SwitchesEachOracleOff) {
  const Outcome help = Run("check --help");
  const std::string off = "check allocate-allocate --quiet --without ";
  for (const char* const oracle :
       {"races", "invariants", "contents", "ledger", "accounting", "lock-ranks", "lock-discipline",
        "linearizability", "lost-work", "progress"}) {
    EXPECT_TRUE(Contains(help.out, oracle)) << help.out;
    EXPECT_EQ(Run(off + oracle).status, 0) << oracle;
  }
  const std::string fault = "check allocate-free-lower --fault alloc-after-unlock --quiet";
  EXPECT_TRUE(Contains(Run(fault).out, ": linearizability, with "));
  EXPECT_TRUE(Contains(Run(fault + " --without linearizability").out,
                       " without linearizability: pass, exhausted"));
}

// What a model demands of work that is left over is part of it.
TEST_F(Heddle, ListsHowManyIdleGenerationsModelsNeed) {
  const Outcome models = Run("list models");
  EXPECT_TRUE(Contains(models.out, "      after 3 idle generations, all that is free is released"));
  const Outcome r1 = Run("list models --revision R1");
  EXPECT_TRUE(Contains(r1.out, "      after 1 idle generation, all that is free is released"));
  EXPECT_FALSE(Contains(r1.out, "3 idle generations"));
  EXPECT_FALSE(Contains(Run("list workloads").out, "idle generation"));
}

TEST_F(Heddle, CountsTracesPrunesAndSeesOlderValuesAsItIsTold) {
  const std::string command = "check workload/w4-2 --no-prune --count-traces";
  EXPECT_TRUE(Contains(Run(command).out, "118 executions, 0 blocked, 118 traces, "));
  EXPECT_TRUE(Contains(Run(command + " --depth 1").out, "110 executions, 0 blocked, 110 traces, "));
  const std::string pruned = Run("check workload/w4-2 --json result.json").out;
  EXPECT_FALSE(Contains(pruned, " traces")) << pruned;
  const auto result = nlohmann::json::parse(Slurp(File("result.json"))).at("results").at(0);
  EXPECT_LT(result.at("executions"), 110);
  EXPECT_TRUE(result.at("traces").is_null());
}

TEST_F(Heddle, ViolationIsStatusOneAndPrintsTheInterleaving) {
  const Outcome outcome = Run("check allocate-free-scavenge --fault claim-none");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Contains(outcome.out, "T0  T1")) << outcome.out;
  EXPECT_TRUE(Contains(outcome.out, "core/scavenger/locked_range_scavenger.inl.h:")) << outcome.out;
  EXPECT_FALSE(Contains(outcome.out, "\x1b")) << "colors where there is no terminal";
  const Outcome quiet = Run("check allocate-free-scavenge --fault claim-none --quiet");
  EXPECT_EQ(quiet.status, 1);
  EXPECT_FALSE(Contains(quiet.out, "T0  T1"));
}

TEST_F(Heddle, LimitReachedFirstIsStatusThree) {
  EXPECT_EQ(Run("check scavenge-scavenge --strategy relacy-full --executions 100").status, 3);
  EXPECT_EQ(Run("check scavenge-scavenge --strategy relacy-full --time 10ms").status, 3);
  EXPECT_EQ(Run("check scavenge-scavenge --strategy random --executions 100").status, 0);
}

TEST_F(Heddle, ReproducesEachRequiredFault) {
  for (const char* fault : {"gen-no-check-on-unreserve", "claim-none", "verify-skipped-slow",
                            "lwm-no-lock", "lock-inversion-range"}) {
    const Outcome outcome = Run(std::string("repro ") + fault);
    EXPECT_EQ(outcome.status, 0) << fault << "\n" << outcome.out;
    EXPECT_TRUE(Contains(outcome.out, std::string(fault) + ": found: ")) << outcome.out;
  }
  const Outcome both = Run("repro lock-inversion-range");
  EXPECT_TRUE(Contains(both.out, "found: lock-rank")) << both.out;
  EXPECT_TRUE(Contains(both.out, "found: deadlock")) << both.out;
}

TEST_F(Heddle, FaultThatIsNotFoundIsStatusOneOrThree) {
  // One execution is too few.
  const Outcome outcome = Run("repro claim-none --executions 1");
  EXPECT_EQ(outcome.status, 3) << outcome.out;
}

TEST_F(Heddle, OutputThatCannotBeWrittenIsAnError) {
  for (const char* command :
       {"list", "verify --revision R2", "check allocate-allocate", "--version"}) {
    const int status = std::system(
        ("'" HEDDLE_PROGRAM "' " + std::string(command) + " >/dev/full 2>/dev/null").c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2) << command;
  }
  const int no_stdout = std::system("'" HEDDLE_PROGRAM "' list >&- 2>/dev/null");
  EXPECT_EQ(WEXITSTATUS(no_stdout), 2);
  const int no_stderr = std::system("'" HEDDLE_PROGRAM "' check nope 2>&-");
  EXPECT_EQ(WEXITSTATUS(no_stderr), 2);
}

TEST_F(Heddle, ResultsDoNotMixWithWhatIsPrintedWhereStandardOutputIsClosed) {
  const fs::path file = File("result.json");
  const int status = std::system(("'" HEDDLE_PROGRAM "' check allocate-allocate --json '" +
                                  file.string() + "' >&- 2>/dev/null")
                                     .c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2) << "what is printed cannot be read";
  EXPECT_TRUE(nlohmann::json::accept(Slurp(file)));
}

TEST_F(Heddle, LimitsAreOfAllRoundsOfASearchTogether) {
  const fs::path file = File("result.json");
  Run("repro verify-skipped-slow --executions 10 --json " + file.string());
  const auto json = nlohmann::json::parse(Slurp(file));
  EXPECT_EQ(json.at("results").at(0).at("executions"), 10);
  EXPECT_EQ(json.at("results").at(0).at("as_expected"), false);
}

TEST_F(Heddle, LeavesNoPartialFileBehind) {
  const fs::path file = File("result.json");
  std::ofstream(file) << "before";
  ExpectUsageError("check nope --json " + file.string(),
                   "unknown model 'nope'; see heddle list models");
  EXPECT_EQ(Slurp(file), "before");
  ASSERT_EQ(Run("check allocate-allocate --json " + file.string()).status, 0);
  EXPECT_EQ(Slurp(file).substr(0, 1), "{");
  EXPECT_EQ(FilesThere(), 1) << "result.json";
}

TEST_F(Heddle, NamesWhatIsWrongWithItsInput) {
  ExpectUsageError("check allocate-alocate",
                   "unknown model 'allocate-alocate'; did you mean allocate-allocate or "
                   "heap-allocate-allocate?");
  ExpectUsageError("repro claim",
                   "unknown fault 'claim'; did you mean claim-none or claim-no-lock or "
                   "scavbit-in-claim?");
  ExpectUsageError("check allocate-allocate --fault lwm",
                   "unknown fault 'lwm'; did you mean lwm-no-lock or lwm-not-reset or "
                   "lwm-not-lowered?");
  ExpectUsageError("check allocate-allocate --strategy relacy-ful",
                   "unknown strategy 'relacy-ful'; did you mean relacy-full?");
  ExpectUsageError("check allocate-allocate --strategy bounded",
                   "unknown strategy 'bounded'; did you mean bounded:N?");
  ExpectUsageError("check workload/w11",
                   "unknown model 'workload/w11'; did you mean workload/w1 or workload/w5 or "
                   "workload/w6?");
  ExpectUsageError("check workload/w1 --fault claim-none",
                   "--fault is for models of the heap, which 'workload/w1' is not");
  ExpectUsageError("check workload/w1 --repair gen-lwm-not-checked",
                   "--repair is for models of the heap, which 'workload/w1' is not");
  ExpectUsageError("check allocate-allocate --repair gen-lwm",
                   "unknown repaired finding 'gen-lwm'; did you mean gen-lwm-not-checked?");
  ExpectUsageError("check allocate-allocate --without lock-rank",
                   "unknown oracle 'lock-rank'; did you mean lock-ranks?");
  ExpectUsageError("list modells", "unknown list 'modells'; did you mean models?");
  ExpectUsageError(
      "nonsense",
      "unknown command 'nonsense'; expected one of list, explain, replay, check, "
      "repro, verify, plan, run, merge, cluster, matrix, litmus, programs, stress, completion, "
      "man");
  for (const char* command : {"list --revision R5", "verify --revision R5"}) {
    ExpectUsageError(command, "unknown revision 'R5'; expected one of R1, R2, R3, R4");
  }
  ExpectUsageError("check allocate-allocate --json /nonexistent/result.json",
                   "cannot write '/nonexistent/result.json': No such file or directory");
  ExpectUsageError("check allocate-allocate --json /tmp",
                   "cannot write '/tmp': expected the path of a regular file");
  for (const char* arguments :
       {"", "check", "check allocate-allocate --time -1", "check allocate-allocate --executions x",
        "verify --nonsense", "check allocate-allocate --fault ''", "verify --json ''",
        "check allocate-allocate --depth 3", "replay", "replay a b",
        "check allocate-allocate --memory x", "check allocate-allocate --max-steps 50001",
        "check allocate-allocate --trace-dir ''"}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    const std::string command = std::string(arguments).substr(0, std::string(arguments).find(' '));
    const std::string help = command.empty() ? "heddle --help" : "heddle " + command + " --help";
    EXPECT_TRUE(Contains(outcome.err, "; see " + help + "\n")) << outcome.err;
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << outcome.err;
  }
}

TEST_F(Heddle, PrintsTheInterleavingThatTheReadmeShows) {
  const std::string readme = Slurp(HEDDLE_README);
  const std::string command = "$ heddle repro gen-no-check-on-unreserve\n";
  const std::size_t begin = readme.find(command);
  ASSERT_NE(begin, std::string::npos);
  const std::string cut = "...\n";  // where it goes on
  std::string shown =
      readme.substr(begin + command.size(), readme.find("```", begin) - begin - command.size());
  ASSERT_TRUE(shown.ends_with(cut));
  shown.resize(shown.size() - cut.size());
  const std::string printed = Run("repro gen-no-check-on-unreserve").out;
  EXPECT_EQ(Normalized(printed).substr(0, Normalized(shown).size()), Normalized(shown));
}

}  // namespace
}  // namespace heddle
