// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_PROCESS_SIGNALS_H_
#define HEDDLE_CHECKER_PROCESS_SIGNALS_H_

namespace heddle::checker {

// From now on SIGINT and SIGTERM bring searches to a stop between two executions, and what they
// have come to is reported as at any limit. Another one that comes more than a second after the
// first ends the process at once.
void StopSearchesOnSignals();

// From now on a file that would grow beyond the limit of the process fails to be written, as on a
// full disk, and the process is not ended half way through it.
void OutliveFileSizeLimit();

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_PROCESS_SIGNALS_H_
