// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/stress.h"

#include <fmt/format.h>

#include <cstdio>

#include "core/scavenger/revision.h"
#include "tests/data/resident_set.h"

namespace heddle::stress {

void Stress(const StressOptions& options, StressReport& report) {
  switch (options.revision) {
    case core::Revision::kR1:
      StressRevision<core::Revision::kR1>(options, report);
      break;
    case core::Revision::kR2:
      StressRevision<core::Revision::kR2>(options, report);
      break;
    case core::Revision::kR3:
      StressRevision<core::Revision::kR3>(options, report);
      break;
    case core::Revision::kR4:
      StressRevision<core::Revision::kR4>(options, report);
      break;
  }
}

void ProgressPrinter::Print(const StressReport& report) {
  const auto passed = report.time - last_;
  if (every_.count() == 0 || passed < every_) {
    return;
  }
  const std::uint64_t operations = report.Operations();
  fmt::print("{:.0f} operations/s, {} KiB resident, after {:.0f} s\n",
             static_cast<double>(operations - operations_) / passed.count(),
             tests::ResidentBytesOfProcess().value_or(0) / 1024, report.time.count());
  std::fflush(stdout);
  last_ = report.time;
  operations_ = operations;
}

bool IsToGoOn(const StressOptions& options, const StressReport& report) {
  constexpr int kPatience = 10;
  if (options.is_stopped && options.is_stopped()) {
    return false;
  }
  return report.time < options.time ||
         (options.demand_paths && report.time < kPatience * options.time &&
          !PathsNotTaken(options, report).empty());
}

std::vector<Path> PathsNotTaken(const StressOptions& options, const StressReport& report) {
  std::vector<Path> not_taken;
  for (std::size_t i = 0; i < kPathCount; ++i) {
    const auto path = static_cast<Path>(i);
    if (Has(options.revision, path) && report.paths[path] == 0) {
      not_taken.push_back(path);
    }
  }
  return not_taken;
}

}  // namespace heddle::stress
