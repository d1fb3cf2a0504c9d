// SPDX-License-Identifier: BSD-3-Clause
//
// What real threads have found of each fault, as `ci/measure` has measured it once. The program
// carries the figures with it; they are of the machine and the day that they name.

#ifndef HEDDLE_HEDDLE_MEASURED_MEASURED_STRESS_H_
#define HEDDLE_HEDDLE_MEASURED_MEASURED_STRESS_H_

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "models/faults/fault.h"

namespace heddle::program {

struct MeasuredStress {
  struct Way {
    std::string_view name;   // in files
    std::string_view words;  // for a reader
  };
  static constexpr std::array kWays = {
      Way{"tsan", "ThreadSanitizer"},
      Way{"tsan-delays", "ThreadSanitizer, with delays"},
      Way{"oracles", "the oracles of heddle stress, with delays"},
  };

  // What ended the run, such as "race" (by ThreadSanitizer), "contents" or "assertion".
  struct Found {
    std::string as;
    double seconds = 0;

    bool IsRace() const { return as == "race"; }
  };
  using OfFault = std::array<std::optional<Found>, kWays.size()>;

  std::string date;
  std::string machine;
  int seconds = 0;  // that each run had
  int jobs = 0;     // runs at a time
  std::map<std::string, OfFault, std::less<>> faults;

  // Of all faults of the catalogue that change the same: the first that was found, in each way.
  // Nothing if none of them was measured.
  std::optional<OfFault> Of(const models::Fault& fault) const;
};

// Throws std::runtime_error if the text is no heddle-stress/1 (docs/formats.md).
MeasuredStress ParseMeasuredStress(std::string_view json);

// Those that the program carries.
const MeasuredStress& Measured();

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_MEASURED_MEASURED_STRESS_H_
