// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_TRACE_SCHEDULE_H_
#define HEDDLE_CHECKER_TRACE_SCHEDULE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checker/trace/malloc_vector.h"

namespace heddle::checker {

// All that was decided in an execution. As text, with dots between: a letter for the thread of each
// step, `a` for thread 0, with `*n` after it for n steps in a row; and for each choice within the
// step before it `c` and, at once, the number of the alternative: `a*3.b.c1.c`.
struct Decision {
  enum class Kind : std::uint8_t { kThread, kAlternative };

  Kind kind = Kind::kThread;
  std::uint8_t value = 0;  // the thread, or the alternative

  friend bool operator==(const Decision&, const Decision&) = default;
};

using Schedule = MallocVector<Decision>;

std::string ToString(const Schedule& schedule);
// Nothing if the text is not a schedule.
std::optional<Schedule> ParseSchedule(std::string_view text);

// How many decisions the text asks for, and none of them made: no less than ParseSchedule would
// make.
std::size_t DecisionsAskedFor(std::string_view text);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_TRACE_SCHEDULE_H_
