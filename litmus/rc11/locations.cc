// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/locations.h"

namespace heddle::litmus::rc11 {

std::vector<std::int64_t> InitialValues(const Program& program) {
  const Locations locations(program);
  std::vector<std::int64_t> values(locations.size());
  for (std::size_t i = 0; i < program.atomics.size(); ++i) {
    values[locations.OfAtomic(i)] = program.atomics[i].initial.value_or(0);
  }
  for (std::size_t i = 0; i < program.variables.size(); ++i) {
    values[locations.OfVariable(i)] = program.variables[i].initial.value_or(0);
  }
  for (std::size_t i = 0; i < program.mutexes.size(); ++i) {
    values[locations.OfMutex(i)] = kFree;
  }
  for (std::size_t i = 0; i < program.events.size(); ++i) {
    values[locations.OfEvent(i)] = kNotSet;
  }
  return values;
}

}  // namespace heddle::litmus::rc11
