// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_FAULTS_FAULT_H_
#define HEDDLE_MODELS_FAULTS_FAULT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/verdict.h"
#include "models/model.h"

namespace heddle::models {

// What a fault must be found as, by these oracles.
struct Expectation {
  std::vector<checker::Verdict> verdicts;  // any of them counts
  Oracles oracles = {};
};

// The oracles that are off, in words: "the order of locks"; empty if none is.
std::string Without(const Oracles& oracles);

// A fault is a decision taken out of the design, a step skipped, or an order weakened. A finding is
// a property that the design as it shipped does not have; it changes nothing, but for taking out
// what has been repaired here. A control is a change that the design tolerates: its model must
// pass, or an oracle asks for too much.
struct Fault {
  enum class Kind : std::uint8_t { kFault, kFinding, kControl };

  Kind kind = Kind::kFault;
  std::string_view name;
  std::string_view change;      // what it takes out; of a finding, what the design does
  std::string_view goes_wrong;  // one sentence; of a control, why nothing does
  std::string_view model;       // that shows it
  unsigned fewest_preemptions;  // of an interleaving that does; of a control, 0
  std::function<void(core::TunableProtocol& protocol)> apply;
  // The first is with every oracle on; the others show what is behind it.
  std::vector<Expectation> expectations;
  // Of a finding: makes the property hold. Put in after `apply`.
  void (*repair)(core::TunableProtocol& protocol) = nullptr;
  std::string_view repaired_by = {};  // what that does, one sentence
  std::string_view reference = {};  // where the same was reported in public, or the like; or empty
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_FAULT_H_
