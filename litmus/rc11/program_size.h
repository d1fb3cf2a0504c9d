// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_RC11_PROGRAM_SIZE_H_
#define HEDDLE_LITMUS_RC11_PROGRAM_SIZE_H_

#include <cstddef>
#include <optional>

#include "litmus/program.h"

namespace heddle::litmus::rc11 {

// At least as many as the events of any execution. None if there is something in the program that
// has no meaning here: TryLock, Retry and Break, Assert, a weak compare-exchange, or an object that
// nobody has written before the threads.
std::optional<std::size_t> MostEvents(const Program& program);

}  // namespace heddle::litmus::rc11

#endif  // HEDDLE_LITMUS_RC11_PROGRAM_SIZE_H_
