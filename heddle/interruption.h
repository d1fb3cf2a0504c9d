// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_INTERRUPTION_H_
#define HEDDLE_HEDDLE_INTERRUPTION_H_

namespace heddle::program {

// From now on SIGINT and SIGTERM bring searches to a stop between two executions, and what they
// have come to is reported as at any limit. Another one that comes more than a second after the
// first ends the process at once.
void StopSearchesOnSignals();

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_INTERRUPTION_H_
