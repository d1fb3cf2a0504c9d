// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/trace_page.h"

#include <fmt/format.h>

#include <vector>

#include "heddle/html/counterexample_json.h"
#include "heddle/html/page.h"
#include "heddle/subject.h"
#include "models/faults/fault.h"

namespace heddle::program {
namespace {

std::vector<std::string> SentencesOn(const checker::TraceFile::Subject& subject) {
  std::vector<std::string> sentences;
  if (!subject.fault.empty()) {
    const models::Fault& fault = FaultNamed(subject.fault);
    sentences.push_back(fmt::format("{}.", fault.change));
    if (!fault.goes_wrong.empty()) {
      sentences.push_back(fmt::format("Then {}.", fault.goes_wrong));
    }
    if (!fault.reference.empty()) {
      sentences.push_back(fmt::format("Reference: {}.", fault.reference));
    }
  }
  return sentences;
}

}  // namespace

std::string TracePage(const checker::TraceFile& trace, const std::string& again) {
  return Page(PageKind::kCounterexample,
              ToJson({.trace = trace, .about = SentencesOn(trace.subject), .again = again}));
}

}  // namespace heddle::program
