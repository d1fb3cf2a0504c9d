// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/progress.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "checker/search/exploration.h"
#include "checker/search/limits.h"
#include "checker/search/part.h"
#include "checker/search/part_queue.h"
#include "checker/search/search_in_parts.h"
#include "checker/strategy/tree_search.h"
#include "tests/checker/sample_programs.h"
#include "tests/checker/tree_exploration.h"

namespace heddle::checker {
namespace {

using std::chrono::milliseconds;

std::string Written(std::FILE* file) {
  std::rewind(file);
  std::string text(1000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  return text;
}

TEST(Progress, SaysHowFarASearchIsWhoseEndIsNotKnown) {
  EXPECT_EQ(ProgressText("model", SearchProgress{.executions = 5000, .depth = 31}, 2, 0),
            "model: 5000 executions, 2500 a second, 31 deep");
  EXPECT_EQ(
      ProgressText("model", SearchProgress{.executions = 7, .parts_done = 3, .parts = 9}, 1, 100),
      "model: 7 executions, 7 a second, 3 of 9 parts known so far");
}

// The odds are a third of what is said to three times of it, or a tenth to ten times where it may
// be the first tenth yet; and no more digits than that is worth.
TEST(Progress, SaysWhatIsLeftAsARange) {
  const auto text = [](double share, double seconds, std::size_t columns) {
    return ProgressText("m", SearchProgress{.executions = 600, .share = share}, seconds, columns);
  };
  EXPECT_EQ(text(0.2, 6, 0), "m: 600 executions, 100 a second, about 20%, 2 s to 4 min left");
  EXPECT_EQ(text(0.2, 6, 100),
            "m: [--------------......] 600 executions, 100 a second, about 20%, 2 s to 4 min left");
  EXPECT_EQ(text(0.64, 60, 0), "m: 600 executions, 10 a second, about 60%, 10 s to 2 min left");
  EXPECT_EQ(text(0.001, 60, 0), "m: 600 executions, 10 a second, less than 1%, 1 h to 7 days left");
  EXPECT_EQ(text(1e-12, 60, 0), "m: 600 executions, 10 a second, less than 1%, about a year left");
}

// A search of 43 s that takes its first second for a fifth.
TEST(Progress, PromisesLittleAtFirstAndMoreNearTheEnd) {
  const auto text = [](double share, double seconds) {
    return ProgressText("m", SearchProgress{.executions = 600, .share = share}, seconds, 0);
  };
  EXPECT_EQ(text(0.17, 1), "m: 600 executions, 600 a second, about 20%, up to 50 s left");
  EXPECT_EQ(text(0.9, 40), "m: 600 executions, 15 a second, about 90%, 1 s to 20 s left");
}

TEST(Progress, KnowsNoMoreThanALimit) {
  EXPECT_EQ(ProgressText("m", SearchProgress{.executions = 600, .executions_left = 1400}, 6, 0),
            "m: 600 executions, 100 a second, up to 20 s left");
  EXPECT_EQ(ProgressText("m", SearchProgress{.executions = 600, .seconds_left = 29.5}, 6, 0),
            "m: 600 executions, 100 a second, up to 30 s left");
  EXPECT_EQ(
      ProgressText("m", SearchProgress{.executions = 6, .share = 0.01, .seconds_left = 30}, 6, 0),
      "m: 6 executions, 1 a second, about 1%, about 30 s left");
}

TEST(Progress, CountsWhatIsDone) {
  const CountProgress cells = {.done = 312, .total = 1034, .what = "cells"};
  EXPECT_EQ(ProgressText("matrix", cells, 9, 0), "matrix: 312 of 1034 cells");
  EXPECT_EQ(ProgressText("matrix", cells, 9, 80),
            "matrix: [######..............] 312 of 1034 cells");
}

TEST(Progress, IsNoWiderThanTheTerminal) {
  const SearchProgress now = {.executions = 5000, .depth = 31};
  EXPECT_EQ(ProgressText("model", now, 2, 20), "model: 5000 executi");
  EXPECT_EQ(ProgressText("model", now, 2, 1), "");
}

// First the name is shortened: whoever waits knows it.
TEST(Progress, HasABarAndTheTimeThatIsLeftOn80Columns) {
  const std::string name = "allocate-free-scavenge";
  const SearchProgress now = {.executions = 1'234'567, .share = 0.34};
  const std::string whole = ProgressText(name, now, 100, 120);
  EXPECT_EQ(whole.find(name + ": [#"), 0U) << whole;
  const std::string text = ProgressText(name, now, 100, 80);
  EXPECT_LT(text.size(), 80U);
  EXPECT_EQ(text,
            "allocate-fr..: [#-----....] 1234567 executions, about 30%, 1 min to 10 min left");
  const SearchProgress parts = {.executions = 5000, .parts_done = 3, .parts = 9, .share = 0.5};
  EXPECT_EQ(ProgressText(name, parts, 10, 80),
            "allocate-f..: [-------...] 5000 executions, 500/s, about 50%, 3 s to 2 min left");
}

// Each slice takes something of what its part had left.
TEST(Progress, AddsUpTheSharesOfParts) {
  constexpr std::uint64_t kSlice = 20;
  const std::unique_ptr<Program> program = MakeManyExecutions();
  Exploration exploration(*program, {});
  Limits limits(0, 0, 0);
  PartQueue queue(kSlice, /*one_is_enough=*/false);
  queue.Push(WholeSearch());
  EXPECT_EQ(queue.Searched(), 0);
  double before = 0;
  int steps = 0;
  while (const auto number = queue.Take()) {
    Part part = queue.part(*number);
    Explore(exploration, part, kSlice, limits);
    queue.Return(*number, std::move(part));
    EXPECT_GE(queue.Searched(), before - 1e-9);
    before = queue.Searched();
    EXPECT_TRUE(before < 1 || queue.empty()) << before << " after " << limits.executions();
    ++steps;
  }
  EXPECT_GT(steps, 5);
  EXPECT_DOUBLE_EQ(before, 1);
}

// What each execution of a search in one piece adds to what is searched, in order of size.
std::vector<double> SharesOfExecutions(Program& program, const MakeTree& make) {
  std::vector<double> shares;
  TreeExploration exploration(program, make);
  Seen seen;
  double before = 0;
  while (exploration.Run(1, seen)) {
    const double searched = exploration.tree().Searched();
    shares.push_back(searched - before);
    before = searched;
  }
  shares.push_back(1 - before);
  std::ranges::sort(shares);
  return shares;
}

// The same of one that is divided after each execution.
std::vector<double> SharesOfPartsOfOne(Program& program, const MakeTree& make) {
  std::vector<double> shares;
  std::vector<Subtree> left(1);
  while (!left.empty()) {
    const Subtree subtree = left.back();
    left.pop_back();
    TreeExploration exploration(program, make);
    exploration.tree().Restrict(subtree);
    Seen seen;
    shares.push_back(subtree.share);
    if (exploration.Run(1, seen)) {
      for (const Subtree& each : RemainderOf(subtree, exploration.tree())) {
        shares.back() -= each.share;
        left.push_back(each);
      }
    }
  }
  std::ranges::sort(shares);
  return shares;
}

// Where all branches are known from the start it is the same measure, execution for execution, so
// that whatever is searched of the two is as much of them.
TEST(Progress, MeasuresPartsAsItMeasuresAWholeSearch) {
  double most_uneven = 0;
  for (const SampleProgram& sample : SamplePrograms()) {
    for (const NamedStrategy& strategy : TreeStrategies()) {
      if (sample.fails || strategy.name != std::string("dfs")) {
        continue;
      }
      const std::unique_ptr<Program> program = sample.make();
      const std::vector<double> whole = SharesOfExecutions(*program, strategy.make);
      const std::vector<double> parts = SharesOfPartsOfOne(*program, strategy.make);
      ASSERT_EQ(parts.size(), whole.size()) << sample.name;
      for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT_NEAR(parts[i], whole[i], 1e-12)
            << sample.name << ", " << i << " of " << whole.size();
      }
      most_uneven = std::max(most_uneven, whole.back() / whole.front());
    }
  }
  EXPECT_GT(most_uneven, 8) << "even trees would show nothing";
}

// After the same executions, in odds within as much as the estimate itself is worth. Parts will try
// what is not known to be worth it, too, and so have less behind them.
TEST(Progress, TellsNearlyTheSameOfPartsWhereBranchesBecomeKnownLater) {
  const std::unique_ptr<Program> program = MakeManyExecutions();
  for (const auto& [slice, times] : {std::pair(20, 10), std::pair(100, 3), std::pair(400, 3)}) {
    Exploration exploration(*program, {});
    Limits limits(0, 0, 0);
    Part part = WholeSearch();
    Explore(exploration, part, static_cast<std::uint64_t>(slice), limits);
    const double searched = exploration.tree()->Searched();
    const double of_parts = 1 - part.Share();
    EXPECT_LE(of_parts, searched + 1e-9) << slice;
    EXPECT_GT(of_parts / part.Share(), searched / (1 - searched) / times) << slice;
  }
}

TEST(Progress, SaysHowMuchOfASearchWorkersHaveDone) {
  std::FILE* const file = std::tmpfile();
  const std::unique_ptr<Program> program = MakeManyExecutions();
  {
    Progress progress(file, {.shown = true, .columns = 0, .before_first = {}, .between = {}});
    progress.Begin("model");
    SearchInParts search = BeginSearch(20);
    CheckInParts(*program, {}, {.jobs = 2, .progress = &progress}, search);
  }
  const std::string text = Written(file);
  EXPECT_NE(text.find(" parts known so far, "), std::string::npos) << text;
  EXPECT_NE(text.find("%, "), std::string::npos) << text;
  std::fclose(file);
}

TEST(Progress, WritesFewLinesOnATerminalAndTakesTheLastAway) {
  std::FILE* const file = std::tmpfile();
  {
    Progress::Form form = Progress::OnTerminal(80);
    form.before_first = milliseconds(50);
    Progress progress(file, form);
    progress.Begin("model");
    progress.Show(SearchProgress{.executions = 1});
    EXPECT_EQ(Written(file), "") << "over before anyone could read it";
    std::this_thread::sleep_for(milliseconds(60));
    for (int i = 0; i < 1000; ++i) {
      progress.Show(SearchProgress{.executions = 2});
    }
  }
  const std::string text = Written(file);
  EXPECT_EQ(text.find("\r\x1b[Kmodel: 2 executions, "), 0U) << text;
  EXPECT_EQ(text.rfind("\r\x1b[K"), text.size() - 4);
  EXPECT_EQ(text.find("model", 10), std::string::npos) << "one line for a thousand calls";
  std::fclose(file);
}

TEST(Progress, WritesPlainLinesIntoALogNowAndThen) {
  std::FILE* const file = std::tmpfile();
  {
    Progress::Form form = Progress::InLog();
    EXPECT_EQ(form.between, std::chrono::seconds(10));
    form.before_first = form.between = milliseconds(40);
    Progress progress(file, form);
    progress.Begin("verify");
    for (std::size_t done = 1; done <= 2; ++done) {
      std::this_thread::sleep_for(milliseconds(50));
      for (int i = 0; i < 100; ++i) {
        progress.Show(CountProgress{.done = done, .total = 9, .what = "searches"});
      }
    }
  }
  EXPECT_EQ(Written(file), "verify: 1 of 9 searches\nverify: 2 of 9 searches\n");
  std::fclose(file);
}

TEST(Progress, IsSilentUnlessItIsToBeShown) {
  std::FILE* const file = std::tmpfile();
  Progress progress(file, Progress::Hidden());
  progress.Begin("model");
  progress.Show(SearchProgress{.executions = 2});
  progress.Clear();
  EXPECT_EQ(Written(file), "");
  std::fclose(file);
}

// Looks at it nine times on the way.
void ExpectWithinThreeTimes(Program& program, StrategyName::Kind kind) {
  CheckOptions options;
  options.strategy.kind = kind;
  const CheckResult whole = Check(program, options);
  const std::uint64_t all = whole.executions + whole.blocked;
  ASSERT_GT(all, 100U);
  Exploration exploration(program, options);
  Limits limits(0, 0, 0);
  for (std::uint64_t tenth = 1; tenth < 10; ++tenth) {
    limits.PauseAfter(all / 10);
    ASSERT_EQ(exploration.Run(limits), Exploration::Stop::kLimit);
    const double share = static_cast<double>(tenth) / 10;
    EXPECT_GT(exploration.tree()->Searched(), share / 3) << tenth << " tenths of " << all;
    EXPECT_LT(exploration.tree()->Searched(), share * 3) << tenth << " tenths of " << all;
    const auto odds = [](double part) { return part / (1 - part); };
    EXPECT_GT(odds(exploration.tree()->Searched()), odds(share) / 3) << tenth << " of " << all;
    EXPECT_LT(odds(exploration.tree()->Searched()), odds(share) * 3) << tenth << " of " << all;
  }
}

TEST(Progress, EstimatesTheShareThatIsSearchedWithinThreeTimes) {
  ExpectWithinThreeTimes(*MakeManyExecutions(), StrategyName::Kind::kDpor);
  ExpectWithinThreeTimes(*MakeThreeIncrements(), StrategyName::Kind::kDepthFirst);
}

// The shallow parts come first, and often are smaller than they look.
TEST(Progress, OverestimatesPartsByNoMoreThanTenTimes) {
  constexpr std::uint64_t kSlice = 20;
  const std::pair<std::unique_ptr<Program>, StrategyName::Kind> searches[] = {
      {MakeManyExecutions(), StrategyName::Kind::kDpor},
      {MakeThreeIncrements(), StrategyName::Kind::kDepthFirst}};
  for (const auto& [program, kind] : searches) {
    CheckOptions options;
    options.strategy.kind = kind;
    const CheckResult whole = Check(*program, options);
    const auto all = static_cast<double>(whole.executions + whole.blocked);
    Exploration exploration(*program, options);
    Limits limits(0, 0, 0);
    PartQueue queue(kSlice, /*one_is_enough=*/false);
    queue.Push(WholeSearch());
    const auto odds = [](double part) { return part / (1 - part); };
    while (const auto number = queue.Take()) {
      Part part = queue.part(*number);
      Explore(exploration, part, kSlice, limits);
      queue.Return(*number, std::move(part));
      const double share = static_cast<double>(limits.executions()) / all;
      if (share > 0.1 && share < 0.95) {
        EXPECT_LT(odds(queue.Searched()), odds(share) * 10) << share;
        EXPECT_GT(odds(queue.Searched()), odds(share) / 3) << share;
      }
    }
  }
}

}  // namespace
}  // namespace heddle::checker
