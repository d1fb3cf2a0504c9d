// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_PROCESS_STANDARD_STREAMS_H_
#define HEDDLE_CHECKER_PROCESS_STANDARD_STREAMS_H_

namespace heddle::checker {

// Opens what the caller has closed of standard input, output and error: files that are opened later
// would be given these descriptors, and what is printed would end up in them. What is then printed
// to standard output fails.
void OpenStandardStreams();

// Whether all that was printed to standard output has been written.
bool FlushStandardOutput();

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_PROCESS_STANDARD_STREAMS_H_
