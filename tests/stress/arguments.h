// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_ARGUMENTS_H_
#define HEDDLE_TESTS_STRESS_ARGUMENTS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/tunable_protocol.h"
#include "core/sync/source_place.h"
#include "tests/stress/argument_error.h"
#include "tests/stress/stress_options.h"

namespace heddle::stress {

// What a command line can say of a stress test.
struct Arguments {
  std::optional<std::string> revision;  // empty: R4
  double seconds = 10;
  double round_seconds = 0.25;
  std::optional<std::uint64_t> seed;  // empty: another one each time
  unsigned mutators = 4;
  std::vector<std::string> changes;       // drop:DECISION, ...
  unsigned perturb = 0;                   // at one synchronization point in so many; 0: at none
  std::optional<double> longest_seconds;  // empty: 200us, or 2ms at places that were named
  std::vector<std::string> places;        // FILE:LINE
  bool oracles = true;
  bool demand_paths = false;
  double progress_seconds = 0;  // 0: none is printed

  // Of a caller who has them from elsewhere: put in after `changes` and `places`, and said in the
  // words of `told` where the run is described.
  std::optional<core::TunableProtocol> protocol;
  std::vector<core::SourcePlace> more_places;
  std::string told;  // as a shell reads it
  // Called now and then while the run goes on, and when it is over, before it says what it did.
  std::function<void(bool is_over)> listener;
};

void AddArguments(CLI::App& app, Arguments& arguments);

// For a run that is given none: another one each time.
std::uint64_t AnySeed();

// Throws ArgumentError.
core::SourcePlace ParsePlace(std::string_view text);

// Says the seed, has the run, says what it did. Returns the exit status: 0, or kViolation if paths
// were not taken that the arguments demand; what is found ends the process with that (failure.h).
// `program` is what the command is called. If is_stopped() it ends early, as if the time were over.
// Throws ArgumentError, also after the run if that has not come by a place where threads were to be
// delayed, or by a change.
int RunStress(const Arguments& arguments, const std::string& program,
              const std::function<bool()>& is_stopped = {});

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_ARGUMENTS_H_
