// SPDX-License-Identifier: BSD-3-Clause

#include "models/faults/older_faults.h"

#include <algorithm>

#include "core/sync/failure.h"

namespace heddle::models {

std::vector<Fault> OlderFaults(const std::vector<Fault>& latest,
                               const std::vector<OlderFault>& older) {
  std::vector<Fault> faults;
  for (const OlderFault& row : older) {
    const std::string_view name = row.name.substr(row.name.find('-') + 1);
    const auto same = std::ranges::find(latest, name, &Fault::name);
    if (same == latest.end()) {
      core::Fatal("a fault of an older revision is named after none of the latest");
    }
    Fault& fault = faults.emplace_back(*same);
    fault.name = row.name;
    fault.model = row.model;
    fault.fewest_preemptions = row.fewest_preemptions;
    fault.expectations = row.expectations;
  }
  return faults;
}

}  // namespace heddle::models
