// SPDX-License-Identifier: BSD-3-Clause
//
// The benchmarks as programs: that they do the work that others have done, and say so if not.
// Nothing here asks how long anything takes.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace heddle {
namespace {

namespace fs = std::filesystem;

const std::string kRecorded = HEDDLE_SOURCE "/bench/data/go_1_18.json";

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

std::string Slurp(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class Bench : public testing::Test {
 protected:
  Bench() : folder_(fs::temp_directory_path() / ("heddle-bench-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Bench() override { fs::remove_all(folder_); }

  Outcome Run(const std::string& command) const {
    const std::string line =
        command + " >'" + (folder_ / "out").string() + "' 2>'" + (folder_ / "err").string() + "'";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Slurp(folder_ / "out"),
            Slurp(folder_ / "err")};
  }
  Outcome RunAllocator(const std::string& arguments) const {
    return Run("'" HEDDLE_BENCH "/bench_allocator' " + arguments);
  }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

 private:
  fs::path folder_;
};

using Checksums = Bench;
using Refused = Bench;
using Pictures = Bench;

TEST_F(Checksums, OfChunksAreThoseOfGo) {
  const Outcome outcome = RunAllocator("--part c --reps 1 --against " + kRecorded);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(Count(outcome.out, "\"same_checksum\":true"), 96);
  EXPECT_EQ(Count(outcome.out, "\"same_checksum\":false"), 0);
}

TEST_F(Checksums, OfWholeHeapsAreThoseOfGo) {
  const Outcome outcome = RunAllocator("--part a --part b --reps 1 --against " + kRecorded);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(Count(outcome.out, "\"same_checksum\":true"), 34);
  EXPECT_EQ(Count(outcome.out, "\"same_checksum\":false"), 0);
}

TEST_F(Checksums, OneThatIsAnotherIsNamed) {
  std::string figures = Slurp(kRecorded);
  const std::string sum = "7b8920526a1f6710";  // c_summarize of random50
  const auto at = figures.find(sum);
  ASSERT_NE(at, std::string::npos);
  figures.replace(at, sum.size(), "7b8920526a1f6711");
  const Outcome outcome =
      RunAllocator("--part c --reps 1 --against " + Write("changed.json", figures));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(Count(outcome.out, "\"same_checksum\":false"), 1);
  EXPECT_EQ(Count(outcome.err,
                  "bench_allocator: another checksum than recorded: c_summarize "
                  R"({"pattern":"random50","seed":5000})"),
            1)
      << outcome.err;
}

TEST_F(Refused, FiguresThatAreNone) {
  const auto expect = [&](const std::string& file, const std::string& message) {
    const Outcome outcome = RunAllocator("--part c --reps 1 --against " + file);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err, "bench_allocator: " + message + "\n");
    EXPECT_EQ(outcome.out, "");
  };
  expect("nowhere.json", "cannot read 'nowhere.json'");
  const std::string text = Write("text", "figures");
  expect(text, "'" + text + "' is not JSON; expected a heddle-bench/1 file");
  const std::string other = Write("other", R"({"format":"heddle-result/1"})");
  expect(other, "'" + other + "' has another format than heddle-bench/1");
}

// A short run of each revision has a line for each measurement, and the plot draws what it printed.
TEST_F(Pictures, AreDrawnOfTheLines) {
  const Outcome latency = Run("'" HEDDLE_BENCH "/bench_latency' --time 0.02 --release 100us");
  ASSERT_EQ(latency.status, 0) << latency.err;
  EXPECT_EQ(Count(latency.out, "\"name\":\"latency\""), 3);
  if (Run("command -v python3").status != 0) {
    GTEST_SKIP() << "no python3 to draw with";
  }
  const std::string lines = Write("lines", latency.out);
  const Outcome picture = Run(HEDDLE_SOURCE "/bench/plot latency <" + lines);
  EXPECT_EQ(picture.status, 0) << picture.err;
  EXPECT_GE(Count(picture.out, "class=\"line\""), 1);
  const Outcome none = Run("echo '{\"name\":\"latency\"}' | " HEDDLE_SOURCE "/bench/plot latency");
  EXPECT_EQ(none.status, 1);
  EXPECT_EQ(none.err, "plot: these are not the lines of latency\n");
}

}  // namespace
}  // namespace heddle
