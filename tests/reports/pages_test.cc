// SPDX-License-Identifier: BSD-3-Clause
//
// What is in the pages that --html writes, and what becomes of the file. What they look like is
// tested in a browser (tests/viewer).

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/program/heddle_run.h"
#include "tests/reports/report_in.h"

namespace heddle {
namespace {

using nlohmann::json;

constexpr std::uintmax_t kLargestBytes = 200'000;

class Pages : public Heddle {
 protected:
  // The report in the page that a command writes.
  json ReportOf(const std::string& command, int status = 0) const {
    const Outcome outcome = Run(command + " --quiet --html page.html");
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_TRUE(Contains(outcome.out, "page: page.html\n")) << outcome.out;
    return ReportIn(Slurp(File("page.html")));
  }

  // The program's own limit of the size of a file makes every longer one fail.
  int RunWithSmallFiles(const std::string& arguments) const {
    const std::string command = "cd '" + File("").string() +
                                "' && (trap '' XFSZ; ulimit -f 40; GCOV_PREFIX=counts "
                                "GCOV_ERROR_FILE=/dev/null '" HEDDLE_PROGRAM "' " +
                                arguments + ") >out.txt 2>err.txt </dev/null";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

TEST_F(Pages, HaveNothingInThemThatEndsTheirReport) {
  const json report = ReportOf("repro gen-no-check-on-unreserve");
  EXPECT_EQ(ReportTextIn(Slurp(File("page.html"))).find('<'), std::string::npos);
  // There is something to be careful about: lines of templates.
  bool any = false;
  for (const json& location : report.at("locations")) {
    any = any || (location.at("source").is_string() &&
                  Contains(location.at("source").get<std::string>(), "<"));
  }
  EXPECT_TRUE(any);
}

TEST_F(Pages, DrawTheHeapAtEveryStep) {
  const json report = ReportOf("repro gen-no-check-on-unreserve");
  EXPECT_EQ(report.at("where"), "threads");
  const json& heap = report.at("heap");
  EXPECT_EQ(heap.at("chunk_pages"), 64);
  EXPECT_EQ(heap.at("chunks").at("2"), std::string(63, '#') + ".");
  EXPECT_EQ(heap.at("generation"), 1);
  EXPECT_EQ(heap.at("ranges"), json::parse(R"([["0x80000", "0x180000"]])"));
  json reserved;
  json taken;
  for (const json& event : report.at("events")) {
    if (event.at("text") == "reserves [0x100000, 0x180000) in generation 1") {
      reserved = event.at("heap").at("reservations");
    } else if (event.at("text") ==
               "store pages in use of chunk 2 := 0xffffffffffffffff (relaxed)") {
      taken = event.at("heap").at("chunks");
    }
  }
  EXPECT_EQ(reserved, json::parse(R"([{"base": "0x100000", "limit": "0x180000", "generation": 1,
                                       "thread": 0}])"));
  EXPECT_EQ(taken, json({{"2", std::string(64, '#')}}));
}

// Checks of the end begin generations of their own, which are no part of what happened.
TEST_F(Pages, EndWithTheThreads) {
  const json report = ReportOf("repro lwm-not-lowered");
  EXPECT_EQ(report.at("where"), "end");
  std::uint64_t generation = report.at("heap").at("generation");
  for (const json& event : report.at("events")) {
    const json heap = event.value("heap", json::object());
    generation = heap.value("generation", generation);
    for (const json& reservation : heap.value("reservations", json::array())) {
      EXPECT_LE(reservation.at("generation"), generation) << event;
    }
  }
}

TEST_F(Pages, ShowAViolationInTheSetUpIfThereIsNoOther) {
  // Its first violation is in the set-up, its second one is not.
  EXPECT_FALSE(ReportOf("repro gen-no-bump").at("events").empty());
  const json report = ReportOf("check scavenge-start-generation --fault gen-no-bump", 1);
  EXPECT_EQ(report.at("where"), "set-up");
  EXPECT_TRUE(report.at("events").empty());
}

TEST_F(Pages, SayNothingOfReservationsWhereThereAreNone) {
  const json heap = ReportOf("repro v1-cursor-rises").at("heap");
  EXPECT_FALSE(heap.contains("ranges"));
  EXPECT_FALSE(heap.contains("reservations"));
  EXPECT_TRUE(heap.at("numbers").contains("cursor"));
}

TEST_F(Pages, NameTheStoreThatALoadDoesNotSee) {
  const json report = ReportOf("repro opt-no-null-check");
  const json& load = report.at("events").back();
  EXPECT_EQ(load.at("text"), "load pointer to chunk block 2 = null (acquire)");
  EXPECT_FALSE(load.contains("reads_from"));
  EXPECT_EQ(report.at("events").at(load.at("newer").get<std::size_t>()).at("text"),
            "store pointer to chunk block 2 := set (release)");
}

TEST_F(Pages, AreOfAReasonableSize) {
  for (const char* const fault :
       {"acct-growth-missing", "acct-use-missing", "goal-overshot", "grow-not-expected"}) {
    ReportOf("repro " + std::string(fault));
    EXPECT_LT(fs::file_size(File("page.html")), kLargestBytes) << fault;
  }
}

TEST_F(Pages, AreTheSameEachTime) {
  const json once = ReportOf("repro acct-after-unlock");
  EXPECT_EQ(ReportOf("repro acct-after-unlock"), once);
}

TEST_F(Pages, AreNotWrittenWithoutAViolation) {
  std::ofstream(File("page.html")) << "before";
  for (const char* const command : {"check scavenge-alone", "repro opt-return-high"}) {
    const Outcome outcome = Run(std::string(command) + " --html page.html");
    EXPECT_TRUE(
        Contains(outcome.out, "page: there is no violation to show, 'page.html' is not written\n"))
        << outcome.out;
    EXPECT_EQ(Slurp(File("page.html")), "before");
  }
}

TEST_F(Pages, DoNotTakeThePlaceOfTraces) {
  const auto expect_refused = [this](const std::string& option, const std::string& file) {
    ExpectUsageError("check workload/w5-bug1 " + option + " " + file,
                     "cannot write " + option + " to '" + file +
                         "': expected a name that no trace, and not their folder, has");
  };
  expect_refused("--html", "./heddle-traces");
  ASSERT_EQ(Run("check workload/w5-bug1").status, 1);
  const std::string trace = "heddle-traces/workload-w5-bug1.assertion.json";
  const std::string before = Slurp(File(trace));
  EXPECT_EQ(Run("replay " + trace + " --html " + trace).status, 2);
  EXPECT_EQ(Slurp(File(trace)), before);
  for (const char* const option :
       {"--html", "--json", "--junit", "--sarif", "--trace-event", "--checkpoint"}) {
    expect_refused(option, "heddle-traces/page.json");
  }
  ExpectUsageError("check workload/w5-bug1 --trace-dir kept --json kept/page.json",
                   "cannot write --json to 'kept/page.json': expected a name that no trace, and "
                   "not their folder, has");
}

// What does not fit the disk is the last to be written, and a line says so.
TEST_F(Pages, ThatCannotBeWrittenLoseNothingElse) {
  EXPECT_EQ(RunWithSmallFiles("check workload/w5-bug1 --json r.json --html page.html"), 2);
  EXPECT_EQ(json::parse(Slurp(File("r.json"))).at("format"), "heddle-result/1");
  EXPECT_TRUE(Contains(Slurp(File("out.txt")), "assertion: ")) << Slurp(File("out.txt"));
  EXPECT_EQ(Slurp(File("err.txt")).rfind("heddle: cannot write 'page.html': ", 0), 0U)
      << Slurp(File("err.txt"));
  EXPECT_FALSE(fs::exists(File("page.html")));
}

}  // namespace
}  // namespace heddle
