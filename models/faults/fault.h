// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_FAULTS_FAULT_H_
#define HEDDLE_MODELS_FAULTS_FAULT_H_

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

// A decision taken out of the design, a step skipped, or an order weakened.
struct Fault {
  std::string_view name;
  std::string_view change;      // what it takes out
  std::string_view goes_wrong;  // one sentence
  std::string_view model;       // that shows it
  unsigned fewest_preemptions;  // of an interleaving that does
  void (*apply)(core::TunableProtocol& protocol);
  // The first is with every oracle on; the others show what is behind it.
  std::vector<Expectation> expectations;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_FAULT_H_
