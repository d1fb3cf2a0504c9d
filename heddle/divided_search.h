// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_DIVIDED_SEARCH_H_
#define HEDDLE_HEDDLE_DIVIDED_SEARCH_H_

#include <cstddef>
#include <string>

#include "checker/search/search_file.h"
#include "checker/search/shard.h"
#include "heddle/run_options.h"
#include "heddle/subject.h"

namespace heddle::program {

// A search that is to be divided into shards, of what `heddle check` would explore.
struct DividedSearch {
  Subject subject;
  checker::SearchIdentity identity;
};

// Throws UsageError; `what` needs a strategy that can be divided.
DividedSearch DividedSearchOf(const std::string& model, const std::string& fault,
                              const RunOptions& options, const std::string& what);

// With a line of progress.
checker::Planned Divide(const DividedSearch& search, std::size_t shards, const RunOptions& options);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_DIVIDED_SEARCH_H_
