// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_HISTOGRAM_H_
#define HEDDLE_LITMUS_HARDWARE_HISTOGRAM_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <string_view>

#include "litmus/outcome.h"
#include "litmus/program.h"

namespace heddle::litmus {

// What a program did on the machine.
struct Histogram {
  std::map<Outcome, std::uint64_t> counts;
  std::uint64_t runs = 0;  // the sum of the counts
  // A run came to where no thread could ever go on. It was the last, and its batch is not counted.
  bool deadlocked = false;
};

struct HardwareOptions {
  std::chrono::nanoseconds time = std::chrono::seconds(1);
  std::uint64_t seed = 1;  // of the delays between threads; the outcomes do not follow from it
  bool (*is_stopped)() = [] { return false; };  // asked after each batch: no more of them
};

// Why the program cannot be run on real threads; empty if it can.
std::string_view WhyNotOnHardware(const Program& program);

// Runs the program on real threads again and again, one batch of runs at least, until the time is
// over. Objects that nobody has written start at zero.
//
// The program must be free of data races: its plain variables are plain memory here. Weak outcomes
// show only where the compiler optimizes; otherwise it takes all orders for the strongest.
Histogram RunOnHardware(const Program& program, const HardwareOptions& options);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_HISTOGRAM_H_
