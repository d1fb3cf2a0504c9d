// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_BENCH_CHECKER_COST_H_
#define HEDDLE_BENCH_CHECKER_COST_H_

#include "models/model.h"

namespace heddle::bench {

// What an execution of a `dpor` search is made of. What is done once for the whole search is left
// out, so that a model with three executions can be compared with one with millions.
struct ExecutionCost {
  double execution_ns = 0;    // mean, of processor time
  double setup_ns = 0;        // of that the program's Setup, a median
  double finish_ns = 0;       // and its Finish, a median
  double steps = 0;           // scheduling points, a mean
  double plain_accesses = 0;  // race-checked, made by the threads of the first execution
};

// Both in a process of their own. Throw std::runtime_error if that one fails.
ExecutionCost MeasureCost(const models::Model& model);
// Nanoseconds of one race-checked access to plain memory.
double MeasurePlainAccess();

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_CHECKER_COST_H_
