// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_SEARCH_H_
#define HEDDLE_HEDDLE_SEARCH_H_

#include <string>

#include "checker/program.h"
#include "checker/search/check.h"
#include "checker/search/progress.h"
#include "heddle/run_options.h"
#include "heddle/subject.h"

namespace heddle::program {

// On standard error, unless quiet was asked for: a line that is written over if it is a terminal, a
// line every ten seconds if it is not.
class ProgressLine : public checker::Progress {
 public:
  ProgressLine(const std::string& name, const RunOptions& options);
};

// Check, with what the command line says of processes, checkpoints and progress. Throws UsageError
// if the strategy can do nothing of the kind, or the checkpoint to resume is not of this search.
checker::CheckResult Search(const Subject& subject, checker::Program& program,
                            const checker::CheckOptions& check, const RunOptions& options);

// `check` within the bound of the model, if it has one and no strategy is asked for.
checker::CheckOptions WithinBoundOf(const models::Model& model, checker::CheckOptions check,
                                    const RunOptions& options);

// Throws UsageError if the options ask for what searches under this strategy cannot do.
void RequirePossible(const checker::StrategyName& strategy, const RunOptions& options);

// Throws UsageError unless searches under this strategy can be divided; `what` needs it.
void RequireDivisible(const checker::StrategyName& strategy, const std::string& what);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_SEARCH_H_
