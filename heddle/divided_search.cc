// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/divided_search.h"

#include <memory>

#include "heddle/search.h"
#include "models/oracle_list.h"

namespace heddle::program {

DividedSearch DividedSearchOf(const std::string& model, const std::string& fault,
                              const RunOptions& options, const std::string& what) {
  DividedSearch search;
  search.subject = {.model = &ModelNamed(model),
                    .fault = fault.empty() ? nullptr : &FaultNamed(fault),
                    .oracles = options.Oracles(),
                    .repaired = RepairedNamed(options.repairs)};
  RequireApplicable(search.subject);
  checker::CheckOptions check =
      WithinBoundOf(*search.subject.model, options.CheckWith({}), options);
  models::SwitchChecks(search.subject.oracles, check.simulation);
  // Limits are those of the shards; where the search is divided does not depend on them.
  check.max_executions = 0;
  check.max_seconds = 0;
  check.max_bytes = 0;
  RequireDivisible(check.strategy, what);
  search.identity =
      checker::SearchIdentity::Here(search.subject.Description(), check, checker::kSlice);
  return search;
}

checker::Planned Divide(const DividedSearch& search, std::size_t shards,
                        const RunOptions& options) {
  const std::unique_ptr<checker::Program> program = search.subject.Make();
  ProgressLine progress(std::string(search.subject.model->name), options);
  return MakePlan(*program, search.identity, shards, &progress);
}

}  // namespace heddle::program
