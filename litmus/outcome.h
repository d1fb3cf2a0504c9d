// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_OUTCOME_H_
#define HEDDLE_LITMUS_OUTCOME_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace heddle::litmus {

// The final values that a program asked for, of one execution.
using Outcome = std::vector<std::int64_t>;

// Stands for a set of outcomes that is too large to be listed.
struct OutcomeDigest {
  std::uint64_t count = 0;
  std::uint64_t fnv1a64 = 0;

  friend bool operator==(const OutcomeDigest&, const OutcomeDigest&) = default;
};

// The digest of a set, which is given sorted: 64-bit FNV-1a over each outcome's numbers in decimal,
// joined by commas, and a newline.
OutcomeDigest DigestOf(std::span<const Outcome> outcomes);

// `fnv1a64` as 16 digits in hexadecimal.
std::string ToString(const OutcomeDigest& digest);
// `(1, 0)`.
std::string ToString(const Outcome& outcome);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_OUTCOME_H_
