// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/outcome.h"

#include <fmt/format.h>

#include <string_view>

namespace heddle::litmus {
namespace {

std::uint64_t Fnv1a64(std::uint64_t hash, std::string_view text) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return hash;
}

}  // namespace

OutcomeDigest DigestOf(std::span<const Outcome> outcomes) {
  constexpr std::uint64_t kOffsetBasis = 0xcbf29ce484222325;
  OutcomeDigest digest{.count = outcomes.size(), .fnv1a64 = kOffsetBasis};
  for (const Outcome& outcome : outcomes) {
    digest.fnv1a64 = Fnv1a64(digest.fnv1a64, fmt::format("{}\n", fmt::join(outcome, ",")));
  }
  return digest;
}

std::string ToString(const OutcomeDigest& digest) { return fmt::format("{:016x}", digest.fnv1a64); }

std::string ToString(const Outcome& outcome) {
  return fmt::format("({})", fmt::join(outcome, ", "));
}

}  // namespace heddle::litmus
