// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_OVERTAKEN_H_
#define HEDDLE_HEDDLE_OVERTAKEN_H_

#include <vector>

#include "checker/search/violation.h"
#include "core/sync/source_place.h"

namespace heddle::program {

// Where in core the threads of a violation were when another took over, each place once, in the
// order of the steps: before their next operation that real threads can be delayed at; or, where
// the execution ends before that, at their last one. Not where a thread had ended, as far as the
// violation shows it.
std::vector<core::SourcePlace> PlacesOvertaken(const checker::Violation& violation);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_OVERTAKEN_H_
