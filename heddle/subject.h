// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_SUBJECT_H_
#define HEDDLE_HEDDLE_SUBJECT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checker/program.h"
#include "checker/trace/trace_file.h"
#include "models/faults/fault.h"
#include "models/model.h"

namespace heddle::program {

// Both throw UsageError if there is none of that name.
const models::Model& ModelNamed(std::string_view name);
const models::Fault& FaultNamed(std::string_view name);  // finding, or control
// Findings that have a repair, each once, in the order of the catalogue. Throws UsageError if one
// of them is none.
std::vector<const models::Fault*> RepairedNamed(const std::vector<std::string>& names);

// Throws UsageError, naming what asks for it, if the model is a workload, to which no fault
// applies.
void RequireNoWorkload(const models::Model& model, std::string_view what);

// Of the scavenger that a model explores: "R4"; empty if there is none.
std::string RevisionOf(const models::Model& model);
// Which models are asked for: all, or those of one revision.
class RevisionFilter {
 public:
  // Empty: all of them. Throws UsageError if there is no such revision.
  explicit RevisionFilter(const std::string& name);

  bool Admits(const models::Model& model) const;
  // Of a fault, a finding or a control: whether it does its model.
  bool Admits(const models::Fault& fault) const;
  bool AdmitsAll() const { return name_.empty(); }

 private:
  std::string name_;
};

// What is explored: a model, with a fault in its design or none, and with repairs, watched by
// oracles.
struct Subject {
  const models::Model* model = nullptr;
  const models::Fault* fault = nullptr;
  models::Oracles oracles;
  std::vector<const models::Fault*> repaired;

  std::unique_ptr<checker::Program> Make() const;
  // As a trace names it.
  checker::TraceFile::Subject Description() const;
};

// For --fault and --repair: if one was given, requires that the model is no workload, and that each
// makes a difference: a finding changes nothing in a model of something else, and a repair nothing
// in one of another revision, or where it is as shipped already; nor does one undo the fault,
// unless it is the finding itself.
void RequireApplicable(const Subject& subject);

// What a trace is of. Throws UsageError if this build has no such thing, or if its model has
// another layout or other threads.
Subject SubjectOf(const checker::TraceFile::Subject& description);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_SUBJECT_H_
