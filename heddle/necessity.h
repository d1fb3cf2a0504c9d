// SPDX-License-Identifier: BSD-3-Clause
//
// Faults in models they were not made for: what `matrix`, `explain` and `repro` of a single change
// have in common.

#ifndef HEDDLE_HEDDLE_NECESSITY_H_
#define HEDDLE_HEDDLE_NECESSITY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/report/result.h"
#include "heddle/run_options.h"
#include "models/necessity/matrix.h"

namespace heddle::program {

// Of each search, unless the command line says otherwise. Some faults make an execution endless,
// which shows after a few steps: the models have not nearly as many.
inline constexpr std::uint64_t kCellExecutions = 20'000;
inline constexpr unsigned kCellSteps = 2000;

// As many processes as there are processors, if the options do not say.
int JobsOf(const RunOptions& options);

// Throws UsageError, which says where to look instead, of what no model of the design can show: a
// control, of which nothing is to be found; and a finding that changes nothing, or that only a
// model shows which demands more than the design promised.
void RequireShownByTheDesign(const models::Fault& fault);

// Explores each model as shipped.
std::vector<models::Census> TakeCensuses(const std::vector<const models::Model*>& models,
                                         const models::Effort& effort);

// With every decision in place each model passes: without that, nothing means anything. If one does
// not, says so on standard error, and the run is to end with its search (again.h).
bool PassAsShipped(const std::vector<models::Census>& columns, const RunOptions& options);

// Looks into every cell, in several processes. Where an interruption came first, the cell says so,
// and is undecided.
void Fill(models::Matrix& matrix, const models::Effort& effort, const RunOptions& options);

// As the options say, with no other ways.
models::Effort EffortFor(const RunOptions& options);
// Of all models of the design.
std::vector<models::Census> CensusOfModels(const models::Effort& effort);
// Names on standard error the cells of which the checker itself has made nothing.
bool HasErrors(const models::Matrix& matrix);
// One fault in each of these.
models::Matrix LookEverywhere(const models::Fault& fault,
                              const std::vector<models::Census>& columns,
                              const models::Effort& effort, const RunOptions& options);

// A search that found what a cell describes, with the violation and the oracles all on. Any verdict
// but a pass is expected of it.
checker::ResultEntry EntryOf(const models::Matrix& matrix, const models::Matrix::Place& place,
                             const models::Effort& effort);

// All searches for a row's fault, of which none has found anything. No model is named.
checker::ResultEntry EntryOfNone(const models::Matrix& matrix, std::size_t row);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_NECESSITY_H_
