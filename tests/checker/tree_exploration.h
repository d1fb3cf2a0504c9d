// SPDX-License-Identifier: BSD-3-Clause
//
// Driving a tree search execution by execution, with all that it saw.

#ifndef HEDDLE_TESTS_CHECKER_TREE_EXPLORATION_H_
#define HEDDLE_TESTS_CHECKER_TREE_EXPLORATION_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checker/program.h"
#include "checker/relacy/simulation.h"
#include "checker/strategy/depth_first.h"
#include "checker/strategy/sleep_sets.h"
#include "checker/strategy/source_dpor.h"
#include "checker/strategy/tree_search.h"
#include "checker/trace/canonical.h"

namespace heddle::checker {

inline bool operator<(const TraceHash& a, const TraceHash& b) {
  return std::pair(a.high, a.low) < std::pair(b.high, b.low);
}

// What executions came to. Those with a violation are told apart by their schedules' hashes too:
// where they end is a matter of the trace.
struct Seen {
  std::uint64_t executions = 0;
  std::uint64_t blocked = 0;
  std::map<TraceHash, int> traces;  // and how often each was seen
  std::map<TraceHash, int> failed;
  std::set<std::pair<Verdict, std::string>> violations;

  void Add(const Seen& other) {
    executions += other.executions;
    blocked += other.blocked;
    for (const auto& [hash, times] : other.traces) {
      traces[hash] += times;
    }
    for (const auto& [hash, times] : other.failed) {
      failed[hash] += times;
    }
    violations.insert(other.violations.begin(), other.violations.end());
  }
  std::uint64_t MostOften() const {
    int most = 0;
    for (const auto& [hash, times] : traces) {
      most = std::max(most, times);
    }
    return static_cast<std::uint64_t>(most);
  }
};

using MakeTree = std::function<std::unique_ptr<TreeSearch>()>;

struct NamedStrategy {
  const char* name;
  MakeTree make;
};

inline std::vector<NamedStrategy> TreeStrategies() {
  return {
      {"dpor", [] { return std::make_unique<SourceDpor>(true); }},
      {"dpor without pruning", [] { return std::make_unique<SourceDpor>(false); }},
      {"sleep", [] { return std::make_unique<SleepSets>(true); }},
      {"dfs", [] { return std::make_unique<DepthFirst>(); }},
      {"bounded:1", [] { return std::make_unique<Bounded>(1); }},
  };
}

// A search and the simulation it drives. One at a time.
class TreeExploration {
 public:
  TreeExploration(Program& program, const MakeTree& make)
      : program_(program), tree_(make()), simulation_(SimulateUnder(*tree_, program, {})) {
    simulation_->Hash(&hasher_);
  }

  TreeSearch& tree() { return *tree_; }

  // At most so many executions; true if some are left.
  bool Run(std::uint64_t executions, Seen& seen) {
    for (std::uint64_t i = 0; i < executions; ++i) {
      RunOnce(seen);
      if (!simulation_->Advance()) {
        return false;
      }
    }
    return true;
  }

 private:
  void RunOnce(Seen& seen) {
    const Execution execution = simulation_->Run();
    const bool violated = execution.verdict != Verdict::kPass;
    const bool cut = execution.ending == Ending::kCut;
    if (violated || cut) {
      program_.Abandon();
    }
    if (tree_->mismatch() != nullptr) {
      throw std::runtime_error("the search did not do again what it had decided");
    }
    ++(cut ? seen.blocked : seen.executions);
    if (!cut) {
      ++(violated ? seen.failed : seen.traces)[hasher_.End()];
    }
    if (violated) {
      seen.violations.emplace(execution.verdict, std::string(execution.message));
    }
  }

  Program& program_;
  std::unique_ptr<TreeSearch> tree_;
  std::unique_ptr<Simulation> simulation_;
  TraceHasher hasher_;
};

inline constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();

inline Seen SeenByPlainSearch(Program& program, const MakeTree& make) {
  Seen seen;
  TreeExploration(program, make).Run(kAll, seen);
  return seen;
}

}  // namespace heddle::checker

#endif  // HEDDLE_TESTS_CHECKER_TREE_EXPLORATION_H_
