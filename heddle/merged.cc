// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/merged.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>

#include "heddle/run.h"
#include "heddle/shard_folder.h"
#include "models/oracle_list.h"

namespace heddle::program {
namespace {

// "3 shards", "2 of 5 shards, about 40 % of the search; shard 3 and 2 others are missing"
std::string ShardsIn(const checker::ShardTree& tree) {
  if (tree.missing.empty()) {
    return Count(tree.known, "shard");
  }
  // What is missing is never none of it, nor what is known all.
  const double percent = std::clamp(std::floor(tree.searched * 100), 0.0, 99.0);
  const std::size_t others = tree.missing.size() - 1;
  return fmt::format("{} of {}, about {:.0f} % of the search; shard {}{} missing", tree.done(),
                     Count(tree.known, "shard"), percent, tree.missing.front().name,
                     others == 0 ? " is" : fmt::format(" and {} are", Count(others, "other")));
}

}  // namespace

Merged MergedIn(const std::string& path) {
  ShardFolder folder(path);
  const checker::ShardPlan plan = folder.Plan();
  checker::ShardTree tree = folder.Tree(plan);
  for (const auto& [name, why] : folder.damaged()) {
    std::fputs(fmt::format("heddle: '{}' is no result: {}\n", folder.PathOf(name), why).c_str(),
               stderr);
  }
  return {.plan = plan.header,
          .search = std::move(tree.search),
          .is_whole = tree.missing.empty(),
          .shards = ShardsIn(tree)};
}

checker::ResultEntry ReportOf(const Subject& subject, const Merged& merged, TraceFolder& traces,
                              const RunOptions& options) {
  checker::CheckOptions check = merged.plan.search.options;
  models::SwitchChecks(subject.oracles, check.simulation);
  const std::unique_ptr<checker::Program> program = subject.Make();
  checker::ResultEntry entry = EntryFor(subject);
  entry.check = ResultOf(*program, check, merged.search);
  KeepTraces(subject, check, traces, entry);
  PrintViolations(entry, options);
  const bool is_partial = !merged.is_whole && entry.check.violations.empty();
  fmt::print("{}: {}, {}, {}, {}\n", AsExplored(entry), Name(entry.check.verdict()),
             is_partial ? "incomplete" : HowFar(entry.check), HowMuch(entry.check), merged.shards);
  return entry;
}

}  // namespace heddle::program
