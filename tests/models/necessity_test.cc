// SPDX-License-Identifier: BSD-3-Clause
//
// What the necessity matrix rests on: that each decision is asked about somewhere, that a fault
// makes no difference where nothing asks about it, and what is said of a decision that nothing
// needs.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/relacy/relacy_sync.h"
#include "core/sync/failure.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"
#include "models/necessity/matrix.h"
#include "models/registry.h"

namespace heddle::models {
namespace {

using checker::Verdict;
using core::Access;
using core::Decision;
using core::Step;

Effort SomeEffort() {
  Effort effort{.limits = {}, .ways = {}};
  effort.limits.max_executions = 20'000;
  effort.limits.simulation.max_steps = 2000;
  return effort;
}

const std::vector<Census>& Censuses() {
  static const std::vector<Census> kCensuses = [] {
    std::vector<Census> censuses;
    for (const Model& model : Models()) {
      censuses.push_back(TakeCensus(model, SomeEffort().limits));
    }
    return censuses;
  }();
  return kCensuses;
}

TEST(Census, EachQuestionIsAskedInTheCoreAndMeasuredByAModel) {
  for (const core::QuestionText& text : core::kQuestions) {
    bool is_asked = false;
    for (const Census& census : Censuses()) {
      for (const std::source_location& where : census.asked.Of(text.question)) {
        const std::string_view file = where.file_name();
        is_asked |= file.find("core/") != file.npos;
        EXPECT_EQ(file.find("core/sync/"), file.npos)
            << text.name << " has the place of a helper, not of who takes the decision";
      }
    }
    EXPECT_TRUE(is_asked) << text.name << " is asked nowhere";
  }
}

TEST(Census, EachModelPassesAsShipped) {
  for (const Census& census : Censuses()) {
    EXPECT_TRUE(census.Passes()) << census.model->name;
  }
}

// In the models with fewer executions than these.
class BlankCells : public testing::TestWithParam<std::uint64_t> {};

// An exhaustive search under the fault is that of the design.
TEST_P(BlankCells, AFaultMakesNoDifferenceWhereNothingAsksAboutIt) {
  int untouched = 0;
  for (const Census& census : Censuses()) {
    for (const Fault* const row : MatrixRows()) {
      if (!census.IsTouchedBy(*row) && census.Executions() < GetParam()) {
        const Cell cell = Examine(*row, census, SomeEffort());
        EXPECT_EQ(cell.outcome, Cell::Outcome::kSilent) << row->name << census.model->name;
        EXPECT_EQ(cell.executions, census.shipped.executions) << row->name << census.model->name;
        ++untouched;
      }
    }
  }
  EXPECT_GT(untouched, 100);
}

INSTANTIATE_TEST_SUITE_P(Quick, BlankCells, testing::Values(4));
INSTANTIATE_TEST_SUITE_P(Deep, BlankCells, testing::Values(50));

TEST(Changes, HaveNamesThatAreFound) {
  std::set<std::string_view> names;
  for (const Fault& change : SingleChanges()) {
    EXPECT_TRUE(names.insert(change.name).second) << change.name;
    EXPECT_EQ(FindFault(change.name), &change);
    ASSERT_EQ(ChangesOf(change).size(), 1U) << change.name;
    EXPECT_EQ(NameOf(ChangesOf(change).front()), change.name);
  }
  EXPECT_EQ(SmallestChanges().size(), core::kQuestionCount);
  EXPECT_EQ(ChangeOf(Decision::kManyGenerations).name, "drop:many-generations");
  EXPECT_EQ(ChangeOf(Step::kGiveBackRest).name, "skip:give-back-rest");
  EXPECT_EQ(ChangeOf(Access::kFindChunkBlock).name, "weaken:find-chunk-block=relaxed");
  EXPECT_EQ(FindSingleChange("weaken:find-chunk-block"), &ChangeOf(Access::kFindChunkBlock));
  EXPECT_NE(FindSingleChange("weaken:find-chunk-block=plain"), nullptr);
  EXPECT_EQ(FindSingleChange("weaken:find-chunk-block=acquire"), nullptr) << "as shipped";
  EXPECT_EQ(FindSingleChange("drop:"), nullptr);
}

TEST(Rows, HaveEveryFaultAndEveryQuestion) {
  const std::vector<const Fault*> rows = MatrixRows();
  const auto rows_of = [&](const Fault& fault) {
    return std::ranges::count_if(
        rows, [&](const Fault* row) { return ChangesOf(*row) == ChangesOf(fault); });
  };
  for (const Fault& fault : Faults()) {
    EXPECT_EQ(rows_of(fault), 1) << fault.name;
  }
  for (const core::QuestionText& text : core::kQuestions) {
    EXPECT_EQ(rows_of(ChangeOf(text.question)), 1) << text.name;
  }
}

struct CountUnderLock {
  checker::RelacySync::Mutex lock{core::LockRank::kUnranked};
  checker::RelacySync::Shared<int> count{0};
};

// Two threads count under a lock that one decision is about; another is asked about and makes no
// difference.
class Counting : public checker::Program {
 public:
  explicit Counting(const ModelOptions& options) : protocol_(options.protocol) {}

  int ThreadCount() const override { return 2; }
  void Setup() override { shared_.emplace(); }
  void Thread(int /*index*/) override {
    const bool locks = protocol_.Holds(kNeeded);
    [[maybe_unused]] const bool ignored = protocol_.Holds(kUnneeded);
    if (locks) {
      shared_->lock.lock();
    }
    shared_->count.Set(shared_->count.Get() + 1);
    if (locks) {
      shared_->lock.unlock();
    }
  }
  void Finish() override { shared_.reset(); }
  void Abandon() override { shared_.reset(); }
  std::string Describe(const void* /*object*/) const override { return {}; }

  static constexpr Decision kNeeded = Decision::kReservesUnderScavengerLock;
  static constexpr Decision kUnneeded = Decision::kManyGenerations;
  static constexpr Decision kUnasked = Decision::kParksInOneSection;

 private:
  core::TunableProtocol protocol_;
  std::optional<CountUnderLock> shared_;
};

const Model kCounting = {
    .name = "counting",
    .shows = "",
    .layout = "",
    .revision = std::nullopt,
    .threads = 2,
    .make = [](const ModelOptions& options) -> std::unique_ptr<checker::Program> {
      return std::make_unique<Counting>(options);
    }};

Matrix CountingMatrix(const Effort& effort) {
  Matrix matrix(
      {&ChangeOf(Counting::kNeeded), &ChangeOf(Counting::kUnneeded), &ChangeOf(Counting::kUnasked)},
      {TakeCensus(kCounting, effort.limits)});
  for (const Matrix::Place& place : matrix.places()) {
    matrix.Set(place, Examine(*matrix.rows()[place.row], matrix.columns()[place.column], effort));
  }
  return matrix;
}

TEST(Matrix, NamesADecisionThatNothingNeeds) {
  const Matrix matrix = CountingMatrix(SomeEffort());
  EXPECT_EQ(matrix.StateOf(0), Matrix::Row::kFound);
  EXPECT_EQ(matrix.At(0, 0)->verdict, Verdict::kRace);
  EXPECT_EQ(matrix.At(0, 0)->preemptions, 0U);
  EXPECT_TRUE(matrix.At(0, 0)->is_fewest);
  EXPECT_EQ(matrix.ShortestColumn(0), 0U);
  EXPECT_EQ(matrix.StateOf(1), Matrix::Row::kSilent);
  EXPECT_EQ(matrix.Touched(1), 1U);
  EXPECT_EQ(matrix.StateOf(2), Matrix::Row::kUntouched);
  EXPECT_EQ(matrix.At(2, 0), nullptr);
  EXPECT_EQ(matrix.ShortestColumn(2), std::nullopt);
}

TEST(Matrix, SaysNothingOfASearchThatALimitEnds) {
  Effort effort = SomeEffort();
  Matrix matrix({&ChangeOf(Counting::kUnneeded)}, {TakeCensus(kCounting, effort.limits)});
  effort.limits.max_executions = 1;
  matrix.Set(matrix.places().at(0), Examine(*matrix.rows()[0], matrix.columns()[0], effort));
  EXPECT_EQ(matrix.StateOf(0), Matrix::Row::kUndecided);
}

TEST(Matrix, ComparesWithOtherWaysInAsManyExecutions) {
  Effort effort = SomeEffort();
  effort.ways = {{.kind = checker::StrategyName::Kind::kBounded, .number = 0},
                 {.kind = checker::StrategyName::Kind::kRandom}};
  const Matrix matrix = CountingMatrix(effort);
  EXPECT_EQ(matrix.FoundBy(0, 0), 1U);
  EXPECT_EQ(matrix.FoundBy(1, 0), 0U);
  const Cell& silent = *matrix.At(1, 0);
  ASSERT_EQ(silent.ways.size(), 2U);
  EXPECT_EQ(silent.ways[1].executions, matrix.columns()[0].Executions());
  EXPECT_EQ(silent.ways[1].outcome, Cell::Outcome::kUndecided) << "a sample is no proof";
}

}  // namespace
}  // namespace heddle::models
