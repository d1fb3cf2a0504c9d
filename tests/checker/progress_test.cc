// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/progress.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

namespace heddle::checker {
namespace {

std::string Written(std::FILE* file) {
  std::rewind(file);
  std::string text(1000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  return text;
}

TEST(Progress, SaysHowFarItIsAndNotHowLongItTakes) {
  EXPECT_EQ(Progress::Text("model", {.executions = 5000, .depth = 31}, 2),
            "model: 5000 executions, 2500 a second, 31 deep");
  EXPECT_EQ(Progress::Text("model", {.executions = 7, .depth = 0, .parts_done = 3, .parts = 9}, 1),
            "model: 7 executions, 7 a second, 3 of 9 parts known so far");
}

TEST(Progress, WritesFewLinesAndTakesTheLastAway) {
  std::FILE* const file = std::tmpfile();
  {
    Progress progress(file, true);
    progress.Begin("model");
    progress.Show({.executions = 1});
    EXPECT_EQ(Written(file), "") << "over before anyone could read it";
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    for (int i = 0; i < 1000; ++i) {
      progress.Show({.executions = 2});
    }
  }
  const std::string text = Written(file);
  EXPECT_EQ(text.find("\r\x1b[Kmodel: 2 executions, "), 0U) << text;
  EXPECT_EQ(text.rfind("\r\x1b[K"), text.size() - 4);
  EXPECT_EQ(text.find("model", 10), std::string::npos) << "one line for a thousand calls";
  std::fclose(file);
}

TEST(Progress, IsSilentUnlessItIsToBeShown) {
  std::FILE* const file = std::tmpfile();
  Progress progress(file, false);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  progress.Show({.executions = 2});
  progress.Clear();
  EXPECT_EQ(Written(file), "");
  std::fclose(file);
}

}  // namespace
}  // namespace heddle::checker
