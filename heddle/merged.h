// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_MERGED_H_
#define HEDDLE_HEDDLE_MERGED_H_

#include <string>

#include "checker/report/result.h"
#include "checker/search/search_in_parts.h"
#include "checker/search/shard.h"
#include "heddle/run_options.h"
#include "heddle/subject.h"
#include "heddle/trace_folder.h"

namespace heddle::program {

// What the results of shards come to.
struct Merged {
  checker::ShardHeader plan;
  checker::SearchInParts search;
  bool is_whole = true;  // no shard is missing
  std::string shards;  // how many there are, in words; and what is known of those that are missing
};

// Of a folder (heddle/shard_folder.h): what is there by now. Says on standard error which files are
// damaged; their shards are missing. Throws UsageError.
Merged MergedIn(const std::string& folder);

// The same report as of a search in one piece, printed, with its traces kept.
checker::ResultEntry ReportOf(const Subject& subject, const Merged& merged, TraceFolder& traces,
                              const RunOptions& options);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_MERGED_H_
