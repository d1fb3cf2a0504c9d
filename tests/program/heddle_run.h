// SPDX-License-Identifier: BSD-3-Clause
//
// Running the heddle command from a test.

#ifndef HEDDLE_TESTS_PROGRAM_HEDDLE_RUN_H_
#define HEDDLE_TESTS_PROGRAM_HEDDLE_RUN_H_

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

namespace heddle {

namespace fs = std::filesystem;

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

inline std::string Slurp(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What the README shows of a run, with line numbers, counts of seconds and runs of spaces left out.
inline std::string Normalized(const std::string& text) {
  const std::string without_lines = std::regex_replace(text, std::regex(R"(:\d+ )"), ": ");
  const std::string without_times =
      std::regex_replace(without_lines, std::regex(R"( *\b[\d.]+ s\b)"), "");
  return std::regex_replace(without_times, std::regex(" +"), " ");
}

// Runs in a folder of its own, which is gone afterwards.
class Heddle : public testing::Test {
 protected:
  Heddle() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() /
              ("heddle-" + std::string(test->name()) + "-" + std::to_string(getpid()));
    fs::create_directories(folder_ / "here");
  }
  ~Heddle() override { fs::remove_all(folder_); }

  // `variables` are of the environment: "NAME=VALUE ...".
  Outcome Run(const std::string& arguments, const std::string& variables = "") const {
    const std::string command = "cd '" + (folder_ / "here").string() + "' && " + variables +
                                " '" HEDDLE_PROGRAM "' " + arguments + " >'" +
                                (folder_ / "out").string() + "' 2>'" + (folder_ / "err").string() +
                                "' </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Slurp(folder_ / "out"),
            Slurp(folder_ / "err")};
  }

  // One line on standard error, nothing on standard output, status 2.
  void ExpectUsageError(const std::string& arguments, const std::string& line) const {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.err, "heddle: " + line + "\n") << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
  }

  // A path in the folder in which the command runs.
  fs::path File(const std::string& name) const { return folder_ / "here" / name; }
  int FilesThere() const {
    int files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder_ / "here")) {
      ++files;
    }
    return files;
  }

 private:
  fs::path folder_;
};

}  // namespace heddle

#endif  // HEDDLE_TESTS_PROGRAM_HEDDLE_RUN_H_
