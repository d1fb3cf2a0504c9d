// SPDX-License-Identifier: BSD-3-Clause
//
// What `heddle repro` prints, to the letter, but for line numbers and seconds:
// tests/data/interleavings.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "tests/program/heddle_run.h"

namespace heddle {
namespace {

constexpr std::size_t kMostLines = 40;

// With spaces as they are: columns are what the test is about.
std::string WithoutFigures(const std::string& text) {
  const std::string without_lines =
      std::regex_replace(text, std::regex(R"((\.(h|cc)):\d+ )"), "$1:N ");
  const std::string without_numbers =
      std::regex_replace(without_lines, std::regex(R"(at line \d+)"), "at line N");
  return std::regex_replace(without_numbers, std::regex(R"(, \d+\.\d+ s\n)"), ", N s\n");
}

class PrintedInterleaving : public Heddle, public testing::WithParamInterface<const char*> {};

TEST_P(PrintedInterleaving, IsTheOneThatIsKept) {
  const std::string name = std::string(GetParam()) + ".txt";
  const std::string printed = WithoutFigures(Run("repro " + std::string(GetParam())).out);
  const fs::path written = fs::path(HEDDLE_PRINTED_INTERLEAVINGS) / name;
  fs::create_directories(written.parent_path());
  std::ofstream(written) << printed;
  const fs::path kept = fs::path(HEDDLE_KEPT_INTERLEAVINGS) / name;
  EXPECT_EQ(printed, Slurp(kept)) << "if it is meant to differ: cp " << written << " " << kept;
}

TEST_P(PrintedInterleaving, HasAtMostFortyLinesUnlessAskedForAll) {
  std::istringstream printed(Run("repro " + std::string(GetParam())).out);
  std::size_t lines = 0;
  std::size_t interleavings = 0;
  for (std::string line; std::getline(printed, line);) {
    if (std::regex_search(line, std::regex(R"(^\d threads?, \d+ preemptions?, \d+ steps?$)"))) {
      lines = 0;
      ++interleavings;
    }
    lines = line.empty() ? 0 : lines + 1;
    EXPECT_LE(lines, kMostLines) << line;
  }
  EXPECT_GE(interleavings, 1U);
}

INSTANTIATE_TEST_SUITE_P(Faults, PrintedInterleaving,
                         testing::Values("gen-no-check-on-unreserve", "opt-bitmap-plain",
                                         "l2-publish-relaxed", "lock-inversion-range",
                                         "park-lost-wakeup", "goal-overshot"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace heddle
