// SPDX-License-Identifier: BSD-3-Clause
//
// What docs/findings.md shows of the command is what the command prints.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/program/heddle_run.h"

namespace heddle::findings_page_test {
namespace {

using Lines = std::vector<std::string>;

Lines LinesOf(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

// The commands that a page shows, each with the lines that it is said to print.
std::map<std::string, Lines> ShownCommands(const Lines& page) {
  std::map<std::string, Lines> shown;
  bool fenced = false;
  Lines* output = nullptr;
  for (const std::string& line : page) {
    if (line.starts_with("```")) {
      fenced = !fenced;
      output = nullptr;
    } else if (fenced && line.starts_with("$ heddle ")) {
      output = &shown[line.substr(std::string("$ heddle ").size())];
    } else if (output != nullptr) {
      output->push_back(line);
    }
  }
  return shown;
}

// Each line begins one that was printed, and follows on the one before, unless "..." stands between
// them or in front.
std::string Difference(const Lines& shown, const Lines& printed) {
  auto at = printed.begin();
  bool skips = false;
  for (const std::string& line : shown) {
    if (line == "...") {
      skips = true;
      continue;
    }
    const auto begins = [&line](const std::string& print) { return print.starts_with(line); };
    const auto found = skips ? std::find_if(at, printed.end(), begins) : at;
    if (found == printed.end() || !begins(*found)) {
      return line;
    }
    at = found + 1;
    skips = false;
  }
  return "";
}

TEST(FindingsPageTest, ComparesLineByLine) {
  const Lines printed = {"one  a", "two  b", "three", "four"};
  EXPECT_EQ(Difference({"one", "two"}, printed), "");
  EXPECT_EQ(Difference({"...", "two", "three"}, printed), "");
  EXPECT_EQ(Difference({"one", "...", "four"}, printed), "");
  EXPECT_EQ(Difference({"one", "three"}, printed), "three") << "two is left out";
  EXPECT_EQ(Difference({"two"}, printed), "two") << "one is left out";
  EXPECT_EQ(Difference({"one", "...", "five"}, printed), "five");
  EXPECT_EQ(Difference({"...", "four", "one"}, printed), "one") << "there is no more";
  EXPECT_EQ(Difference({"...", "four", "...", "three"}, printed), "three") << "the order matters";
}

TEST_F(Heddle, PrintsWhatThePageOfFindingsShows) {
  const std::map<std::string, Lines> shown = ShownCommands(LinesOf(Slurp(HEDDLE_FINDINGS)));
  for (const auto& [command, lines] : shown) {
    EXPECT_FALSE(lines.empty()) << command;
    EXPECT_EQ(Difference(lines, LinesOf(Run(command).out)), "") << "of: heddle " << command;
  }
}

// "No model has more than 4 chunks laid out, ... Those written by hand have up to 3 threads".
TEST_F(Heddle, SaysHowLargeTheModelsAreOnThePageOfFindings) {
  const std::string list = Run("list models").out;
  std::ptrdiff_t chunks = 0;
  const std::regex layout(R"([(, ]heap ([AFST:,-]+)[,)])");
  for (std::sregex_iterator i(list.begin(), list.end(), layout); i != std::sregex_iterator(); ++i) {
    const std::string letters = (*i)[1];
    chunks = std::max(chunks, std::ranges::count(letters, ',') + 1);
  }
  int threads = 0;
  const std::regex count(R"(, (\d+) threads?\)\n)");
  for (std::sregex_iterator i(list.begin(), list.end(), count); i != std::sregex_iterator(); ++i) {
    threads = std::max(threads, std::stoi((*i)[1]));
  }
  const std::string page = Slurp(HEDDLE_FINDINGS);
  EXPECT_TRUE(Contains(page, "\nNo model has more than " + std::to_string(chunks) + " chunks "))
      << chunks;
  EXPECT_TRUE(Contains(page, "written by hand have up to " + std::to_string(threads) + " threads"))
      << threads;
}

// Of each finding the page shows how it comes about and that its repair holds, and there is no
// other.
TEST_F(Heddle, HasEveryFindingOnItsPage) {
  const std::string page = Slurp(HEDDLE_FINDINGS);
  const std::string list = Run("list findings").out;
  const std::regex entry(R"((?:^|\n)  (\S+)  \(in (\S+)\)\n)");
  std::set<std::string> findings;
  for (std::sregex_iterator i(list.begin(), list.end(), entry); i != std::sregex_iterator(); ++i) {
    const std::string name = (*i)[1];
    const std::string model = (*i)[2];
    findings.insert(name);
    EXPECT_TRUE(Contains(page, "\n$ heddle repro " + name + " --full\n")) << name;
    EXPECT_TRUE(Contains(
        page, "\n$ heddle check " + model + " --fault " + name + " --repair " + name + "\n"))
        << name;
  }
  EXPECT_EQ(findings.size(), 10U);
}

// The page's text on one line, for sentences go over several.
std::string Unwrapped(std::string page) {
  std::ranges::replace(page, '\n', ' ');
  return page;
}

// As the page spells small numbers.
std::string Spelled(int number) { return number == 2 ? "two" : std::to_string(number); }

// Rows and cells by the preemptions that they need, which the page counts in prose.
TEST_F(Heddle, ThePageOfFindingsHasTheFiguresOfTheMatrix) {
  const Outcome outcome = Run("matrix --jobs 2 --quiet --json matrix.json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const std::string page = Slurp(HEDDLE_FINDINGS);
  Lines shown = {"..."};
  const std::size_t begin = page.find("\n124 of 124 rows") + 1;
  ASSERT_NE(begin, 0U);
  std::ranges::copy(LinesOf(page.substr(begin, page.find("```", begin) - begin)),
                    std::back_inserter(shown));
  EXPECT_EQ(Difference(shown, LinesOf(outcome.out)), "");

  const nlohmann::json matrix = nlohmann::json::parse(Slurp(File("matrix.json")));
  std::map<int, int> cells;
  std::map<std::string, int> fewest;
  std::map<std::string, int> models;
  for (const nlohmann::json& cell : matrix.at("cells")) {
    if (cell.at("outcome") == "found") {
      const int preemptions = cell.at("preemptions");
      const std::string fault = cell.at("fault");
      ++cells[preemptions];
      ++models[fault];
      fewest[fault] = std::min(fewest.try_emplace(fault, preemptions).first->second, preemptions);
    }
  }
  std::map<int, int> rows;
  for (const auto& [fault, preemptions] : fewest) {
    ++rows[preemptions];
  }
  const auto alone =
      std::ranges::count_if(models, [](const auto& entry) { return entry.second == 1; });
  const std::string text = Unwrapped(page);
  for (const std::string& sentence :
       {Spelled(rows[0]) + " of the " + std::to_string(fewest.size()) +
            " rows are found there without a preemption",
        ", " + Spelled(rows[1]) + " with one, and " + Spelled(rows[2]) + " need two in each",
        "Of the " + std::to_string(cells[0] + cells[1] + cells[2]) + " cells, " +
            Spelled(cells[0]) + " need none, " + Spelled(cells[1]) + " one and " +
            Spelled(cells[2]) + " two.",
        " " + std::to_string(alone) + " rows fail in one model only"}) {
    EXPECT_TRUE(Contains(text, sentence)) << sentence;
  }
}

}  // namespace
}  // namespace heddle::findings_page_test
