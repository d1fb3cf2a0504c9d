// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/cluster/coordinator.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "checker/search/limits.h"

namespace heddle::program {
namespace {

// A shard that has ended so often without a result is the reason itself.
constexpr int kMostTries = 4;

using Tries = std::map<std::string, int>;

// Shards without a result.
struct Left {
  std::vector<std::string> open;  // to be submitted
  std::vector<std::string> given_up;
  bool is_any_active = false;
};

Left LeftOf(const checker::ShardTree& tree, const std::set<std::string>& active,
            const Tries& tries) {
  Left left;
  for (const checker::ShardId& id : tree.missing) {
    const std::string file = ShardFileName(id);
    const auto tried = tries.find(file);
    if (active.contains(file)) {
      left.is_any_active = true;
    } else if (tried != tries.end() && tried->second >= kMostTries) {
      left.given_up.push_back(file);
    } else {
      left.open.push_back(file);
    }
  }
  return left;
}

bool IsEnough(const checker::ShardPlan& plan, const checker::ShardTree& tree) {
  return !plan.header.search.options.all_violations && !tree.search.done.violations.empty();
}

void Show(const checker::ShardTree& tree, checker::Progress& progress) {
  const checker::Outcome& done = tree.search.done;
  progress.Show(checker::SearchProgress{.executions = done.executions + done.blocked,
                                        .parts_done = tree.done(),
                                        .parts = tree.known,
                                        .share = std::clamp(tree.searched, 0.0, 1.0)});
}

void Wait(std::chrono::milliseconds pause) {
  constexpr std::chrono::milliseconds kMoment(50);
  const auto end = std::chrono::steady_clock::now() + pause;
  while (checker::stop_requested == 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kMoment);
  }
}

}  // namespace

std::vector<std::string> Coordinate(ShardFolder& folder, const checker::ShardPlan& plan,
                                    Engine& engine, checker::Progress& progress) {
  Tries tries;
  std::vector<std::string> given_up;
  while (checker::stop_requested == 0) {
    // In this order: what is not active any more has left its result, if it was to leave one.
    const std::set<std::string> active = engine.Active();
    folder.LookAgain();
    const checker::ShardTree tree = folder.Tree(plan);
    Show(tree, progress);
    Left left = LeftOf(tree, active, tries);
    given_up = std::move(left.given_up);
    if (IsEnough(plan, tree) || (left.open.empty() && !left.is_any_active)) {
      break;
    }
    if (!left.open.empty() && (!left.is_any_active || engine.HasRoom())) {
      for (const std::string& file : left.open) {
        ++tries[file];
      }
      engine.Submit(left.open);
    }
    Wait(engine.Pause());
  }
  engine.Cancel();
  progress.Clear();
  return given_up;
}

}  // namespace heddle::program
