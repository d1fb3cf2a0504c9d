// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_TRACE_FOLDER_H_
#define HEDDLE_HEDDLE_TRACE_FOLDER_H_

#include <map>
#include <string>

#include "checker/trace/trace_file.h"
#include "heddle/html/counterexample_page.h"

namespace heddle::program {

// Where the traces of violations go when nobody says where.
inline constexpr char kDefaultTraceFolder[] = "heddle-traces";

// A folder of trace files, named by what was explored and what was found: the next run that finds
// the same writes the same file.
class TraceFolder {
 public:
  // A folder that was asked for is made at once; throws UsageError if it cannot be, or not be
  // written to. The default one, for an empty path, is made when there is something to put there.
  // What is written there is offered to the page.
  TraceFolder(std::string path, CounterexamplePage& page);

  // The path of the file. Where the default folder cannot be written to, says so on standard error
  // and returns an empty path: what was found counts more. Else throws UsageError.
  std::string Write(const checker::TraceFile& trace);

 private:
  std::string NameFor(const checker::TraceFile& trace);

  bool asked_for_;
  std::string path_;
  CounterexamplePage& page_;
  std::map<std::string, int> written_;  // how often each name was wanted
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_TRACE_FOLDER_H_
