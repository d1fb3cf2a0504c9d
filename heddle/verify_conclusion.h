// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_VERIFY_CONCLUSION_H_
#define HEDDLE_HEDDLE_VERIFY_CONCLUSION_H_

#include "checker/report/result.h"
#include "checker/search/check.h"

namespace heddle::program {

// Of the results of a finding, whether this is of its repair.
bool IsRepaired(const checker::ResultEntry& entry);

// The last lines of `heddle verify`: what all its results come to, what they show and what not, and
// at the end which were not as expected. `check` is how the models were explored.
void PrintConclusion(const checker::Report& report, const checker::CheckOptions& check);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_VERIFY_CONCLUSION_H_
