// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_RANDOM_PROGRAM_H_
#define HEDDLE_LITMUS_RANDOM_PROGRAM_H_

#include <cstdint>

#include "litmus/program.h"

namespace heddle::litmus {

// A small program, the same for the same seed: two threads of one to six operations or three of
// one to four, over two atomics, two mutexes and two variables. All kinds of operations and orders
// appear, and so do races, failing assertions, deadlocks and misuse of mutexes. Small enough for a
// search of every interleaving, in most cases. For tests of searches against one another.
Program RandomProgram(std::uint64_t seed);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_RANDOM_PROGRAM_H_
