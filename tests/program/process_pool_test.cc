// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/process_pool.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace heddle::program {
namespace {

// Long enough for a pipe to hand it over in parts.
std::string TextOf(std::size_t piece) { return std::to_string(piece) + std::string(100'000, '.'); }

class Jobs : public testing::TestWithParam<int> {};

TEST_P(Jobs, DoEachPieceOnce) {
  std::map<std::size_t, std::string> texts;
  DoInProcesses(GetParam(),
                {.count = 50,
                 .work = TextOf,
                 .receive = [&](std::size_t piece, const std::optional<std::string>& text) {
                   EXPECT_TRUE(texts.emplace(piece, text.value_or("")).second) << piece;
                 }});
  ASSERT_EQ(texts.size(), 50U);
  for (const auto& [piece, text] : texts) {
    EXPECT_EQ(text, TextOf(piece));
  }
}

TEST_P(Jobs, HaveNothingToDoForNoPieces) {
  DoInProcesses(GetParam(), {.count = 0, .work = TextOf, .receive = [](auto, const auto&) {
                               FAIL() << "nothing was asked for";
                             }});
}

INSTANTIATE_TEST_SUITE_P(OneAndMore, Jobs, testing::Values(1, 2, 7));

TEST(ProcessPool, GoesOnWithoutThePiecesThatCrash) {
  std::set<std::size_t> done;
  std::set<std::size_t> crashed;
  DoInProcesses(2, {.count = 20,
                    .work = [](std::size_t piece) -> std::string {
                      if (piece % 5 == 0) {
                        kill(getpid(), SIGKILL);
                      }
                      return "done";
                    },
                    .receive =
                        [&](std::size_t piece, const std::optional<std::string>& text) {
                          (text ? done : crashed).insert(piece);
                        }});
  EXPECT_EQ(crashed, (std::set<std::size_t>{0, 5, 10, 15}));
  EXPECT_EQ(done.size(), 16U);
}

}  // namespace
}  // namespace heddle::program
