// SPDX-License-Identifier: BSD-3-Clause
//
// What a fault takes out, and the smallest faults there are: one decision, step or order each.

#ifndef HEDDLE_MODELS_FAULTS_CHANGES_H_
#define HEDDLE_MODELS_FAULTS_CHANGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/questions.h"
#include "models/faults/fault.h"

namespace heddle::models {

// A question that is not answered as in the design as shipped.
struct Change {
  core::Question question;
  core::MemoryOrder order = core::MemoryOrder::kPlain;  // of an access: the answer

  friend bool operator==(const Change&, const Change&) = default;
};

// In the order of the questions. Empty, of a finding that changes nothing.
std::vector<Change> ChangesOf(const Fault& fault);

// "drop:many-generations", "skip:give-back-rest", "weaken:find-chunk-block=relaxed". Of an order
// that is stronger than the shipped one "order:...".
std::string NameOf(const Change& change);

// Every decision dropped, every step skipped, every access weakened, by one step and by all that
// there are: each a fault of its own, named as above, with no model to show it and no expectation.
const std::vector<Fault>& SingleChanges();
// Of these, those that weaken by one step if at all.
std::vector<const Fault*> SmallestChanges();

// One of SingleChanges; of an access also without the order, "weaken:find-chunk-block": weaker by
// one step. Null if there is none of that name.
const Fault* FindSingleChange(std::string_view name);
// The smallest that takes this out.
const Fault& ChangeOf(core::Question question);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_FAULTS_CHANGES_H_
