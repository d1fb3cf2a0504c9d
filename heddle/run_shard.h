// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_RUN_SHARD_H_
#define HEDDLE_HEDDLE_RUN_SHARD_H_

#include <string>

#include "checker/search/check.h"
#include "checker/search/shard.h"
#include "heddle/exit_status.h"
#include "heddle/reports/junit.h"
#include "heddle/run_options.h"
#include "heddle/subject.h"

namespace heddle::program {

// Explores a shard of the subject's search as far as the limits allow, with a line of progress.
// Throws TemporaryFailure if there is no memory for it.
checker::RunOfShard Explore(const Subject& subject, checker::Shard shard,
                            const checker::CheckOptions& limits, const RunOptions& options);

// "MODEL, shard 3 of 8: exhausted, 20 executions, 0 blocked, 0.10 s"
std::string Sentence(const Subject& subject, const checker::ShardResult& result);
ExitStatus StatusOf(const checker::ShardResult& result);
// As far as its result says it: interleavings are had when all are merged.
JunitCase CaseOf(const Subject& subject, const checker::ShardResult& result);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_RUN_SHARD_H_
