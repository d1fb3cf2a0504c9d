// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_RUN_H_
#define HEDDLE_HEDDLE_RUN_H_

#include <optional>
#include <string>

#include "checker/report/message.h"
#include "checker/report/result.h"
#include "checker/report/summary.h"
#include "checker/search/check.h"
#include "heddle/exit_status.h"
#include "heddle/reports/report_files.h"
#include "heddle/run_options.h"
#include "heddle/subject.h"
#include "heddle/trace_folder.h"
#include "models/faults/fault.h"

namespace heddle::program {

using checker::Count;
using checker::Extent;
using checker::HowFar;
using checker::HowMuch;

// Explores a subject under the options' strategy; it is expected to pass. Throws NotDeterministic,
// with the model's name.
checker::ResultEntry RunSubject(const Subject& subject, const checker::CheckOptions& options,
                                const RunOptions& how);

// What a result says before anything has been explored.
checker::ResultEntry EntryFor(const Subject& subject);

// A fault in its model, watched as one of its expectations says.
Subject SubjectOf(const models::Fault& fault, const models::Expectation& expectation);

// A finding in its model, repaired.
Subject RepairedSubjectOf(const models::Fault& finding);

// Looks for what the fault is expected to be found as, fewest preemptions first. Throws
// NotDeterministic.
checker::ResultEntry RunFault(const models::Fault& fault, const models::Expectation& expectation,
                              const checker::CheckOptions& limits, const RunOptions& how);

// The change of a control in its model, under the options' strategy; it is expected to pass, as its
// model does without. Throws NotDeterministic.
checker::ResultEntry RunControl(const models::Fault& control, const checker::CheckOptions& options,
                                const RunOptions& how);

// Explores what RepairedSubjectOf gives, as RunSubject: it is expected to pass.
checker::ResultEntry RunRepaired(const models::Fault& finding, const checker::CheckOptions& options,
                                 const RunOptions& how);

// "NAME with FAULT repaired of FINDING without the order of locks", as far as it applies; a fault
// is not said to be with itself.
std::string AsExplored(const checker::ResultEntry& entry);
// "MODEL with FAULT"
std::string WhatWasExplored(const checker::ResultEntry& entry);

// Keeps the trace of each violation of a result, and notes in it where.
void KeepTraces(const Subject& subject, const checker::CheckOptions& options, TraceFolder& folder,
                checker::ResultEntry& entry);

// The interleaving of each violation of a result, and how to have it again.
void PrintViolations(const checker::ResultEntry& entry, const RunOptions& options);

// Collects results for the exit status and the files that were asked for.
class Collector {
 public:
  explicit Collector(const RunOptions& options);

  void Add(checker::ResultEntry entry);
  const checker::Report& report() const { return report_; }
  CounterexamplePage& page() { return files_.page(); }
  // Writes the files. The status is that of the worst result; of an interrupted run, that of a
  // limit, unless another one is given. What shows the worst is what the run is to end with
  // (again.h).
  ExitStatus Finish(std::optional<ExitStatus> status = std::nullopt);

 private:
  ExitStatus WorstStatus() const;

  ReportFiles files_;
  const RunOptions& options_;
  checker::Report report_;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_RUN_H_
