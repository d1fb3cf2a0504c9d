// SPDX-License-Identifier: BSD-3-Clause

#include "models/compositions/composition.h"

#include <algorithm>
#include <cstddef>

namespace heddle::models {
namespace {

using core::Revision;

bool IsOneOf(const std::vector<Revision>& revisions, Revision revision) {
  return std::ranges::find(revisions, revision) != revisions.end();
}

}  // namespace

std::string NameOf(const Composition& composition, Revision revision) {
  const std::size_t count = composition.operations.size();
  std::string name = std::string(PrefixOf(revision)) + (count == 2   ? "pair/"
                                                        : count == 3 ? "triple/"
                                                        : count == 4 ? "quad/"
                                                                     : "quint/");
  for (std::size_t i = 0; i < count; ++i) {
    name += (i == 0 ? "" : "+") + std::string(OperationOf(composition.operations[i]).name);
  }
  return name;
}

std::string WrittenModelOf(const Composition& composition, Revision revision) {
  for (const WrittenByHand& written : composition.written) {
    if (IsOneOf(written.revisions, revision)) {
      return std::string(PrefixOf(revision)) + std::string(written.model);
    }
  }
  return "";
}

std::string WhyNot(const Composition& composition, Revision revision) {
  if (!composition.makes_no_sense_because.empty()) {
    return std::string(composition.makes_no_sense_because);
  }
  for (const OperationId id : composition.operations) {
    const Operation& operation = OperationOf(id);
    if (revision < operation.since) {
      return std::string(Name(revision)) + " has no operation " + std::string(operation.name);
    }
  }
  if (!composition.only.empty() && !IsOneOf(composition.only, revision)) {
    return "not chosen for " + std::string(Name(revision));
  }
  return "";
}

bool Has(const Composition& composition, OperationId id) {
  return std::ranges::find(composition.operations, id) != composition.operations.end();
}

Oracles OraclesOf(const Composition& composition, Revision revision) {
  return {.ledger = revision >= Revision::kR3,
          .linearizability = !Has(composition, OperationId::kCache) &&
                             !Has(composition, OperationId::kAllocateAligned)};
}

unsigned IdleGenerationsOf(const Composition& composition, Revision revision) {
  return revision == Revision::kR4 ? composition.idle_in_r4.count : 1;
}

}  // namespace heddle::models
