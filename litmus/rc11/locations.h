// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_RC11_LOCATIONS_H_
#define HEDDLE_LITMUS_RC11_LOCATIONS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "litmus/program.h"

namespace heddle::litmus::rc11 {

// What the location behind a mutex or an event holds.
inline constexpr std::int64_t kFree = 0;
inline constexpr std::int64_t kTaken = 1;
inline constexpr std::int64_t kNotSet = 0;
inline constexpr std::int64_t kIsSet = 1;

// All objects of a program in one row, as the locations of its executions.
class Locations {
 public:
  explicit Locations(const Program& program)
      : variables_(program.atomics.size()),
        mutexes_(variables_ + program.variables.size()),
        events_(mutexes_ + program.mutexes.size()),
        end_(events_ + program.events.size()) {}

  std::size_t OfAtomic(std::size_t index) const { return index; }
  std::size_t OfVariable(std::size_t index) const { return variables_ + index; }
  std::size_t OfMutex(std::size_t index) const { return mutexes_ + index; }
  std::size_t OfEvent(std::size_t index) const { return events_ + index; }
  std::size_t size() const { return end_; }

 private:
  // Where each kind begins.
  std::size_t variables_;
  std::size_t mutexes_;
  std::size_t events_;
  std::size_t end_;
};

// Of all locations, before the threads; 0 if nobody has written there.
std::vector<std::int64_t> InitialValues(const Program& program);

}  // namespace heddle::litmus::rc11

#endif  // HEDDLE_LITMUS_RC11_LOCATIONS_H_
