// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_SARIF_LOCATION_H_
#define HEDDLE_HEDDLE_REPORTS_SARIF_LOCATION_H_

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/violation.h"

namespace heddle::program {

// What the paths of files in the source tree are relative to.
inline constexpr char kSourceRoot[] = "%SRCROOT%";

// As a location of SARIF. A place without a line, like that of what is said, has no physical one.
nlohmann::ordered_json SarifLocation(const checker::Place& place, std::string_view message);

// The number of the last step that is an access and no word of the program's; none if no thread has
// made any.
std::optional<std::size_t> LastAccess(const checker::Counterexample& example);

// Where a violation is, and what it has to do with.
struct ViolationPlaces {
  struct Named {
    checker::Place place;
    std::string message;
  };

  // The access that failed: the later one of a race, where the first thread of a deadlock waits, or
  // the last that was made before something was found wrong.
  Named location;
  // The earlier access of a race, where the other threads wait, or where the oracle is that spoke.
  std::vector<Named> related;
};
ViolationPlaces PlacesOf(const checker::Violation& violation);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_SARIF_LOCATION_H_
