// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_PRODUCED_BY_H_
#define HEDDLE_HEDDLE_REPORTS_PRODUCED_BY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/run_options.h"

namespace heddle::program {

// What a report says of the run that it is of.
struct ProducedBy {
  std::string version;
  std::string commit;
  std::string compiler;
  std::string relacy;
  std::string options;                // the command line
  std::optional<std::uint64_t> seed;  // if anything was sampled

  // In this order, the seed as "none" if there is none.
  std::vector<std::pair<std::string, std::string>> Named() const;
};

// By this build.
ProducedBy ProducedHere(const RunOptions& options, std::optional<std::uint64_t> seed = {});

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_PRODUCED_BY_H_
