// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_PARALLEL_H_
#define HEDDLE_CHECKER_SEARCH_PARALLEL_H_

#include <cstdint>
#include <functional>

#include "checker/program.h"
#include "checker/search/check.h"
#include "checker/search/limits.h"
#include "checker/search/part_queue.h"

namespace heddle::checker {

// Explores the parts of the queue, and those that they are divided into, in up to `jobs` processes,
// until none is left or a limit is reached. `slice` is that of the queue, and not 0. A part whose
// process crashes is lost: its outcome says so, and the others go on. `listener` is called now and
// then. Throws what Check throws, and std::system_error if no process can be started.
void ExploreInWorkers(Program& program, const CheckOptions& options, std::uint64_t slice, int jobs,
                      PartQueue& queue, Limits& limits, const std::function<void()>& listener);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_PARALLEL_H_
