// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_REPORT_RESULT_H_
#define HEDDLE_CHECKER_REPORT_RESULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/search/check.h"
#include "checker/verdict.h"

namespace heddle::checker {

// Of a litmus test: what a search with loads that go back `depth` stores has shown.
struct ShownOutcomes {
  using Outcomes = std::vector<std::vector<std::int64_t>>;

  unsigned depth = 1;
  bool reached = false;  // the outcome that is asked about
  std::string relation;  // to the C++ memory model; empty: it cannot tell
  Outcomes outcomes;     // values of `names`, in their order
  Outcomes missed;       // allowed, and not shown
  Outcomes forbidden;    // shown, and not allowed
  std::uint64_t executions = 0;
  std::uint64_t blocked = 0;
  bool exhausted = false;
};
struct LitmusReport {
  std::string condition;
  std::optional<bool> allowed;            // by the C++ memory model: as recorded, or worked out
  std::optional<bool> allowed_by_axioms;  // as worked out
  std::vector<std::string> names;
  std::vector<ShownOutcomes> shown;
};

// One thing that was checked, and what was expected of it.
struct ResultEntry {
  enum class Kind : std::uint8_t { kModel, kFault, kFinding, kControl, kProgram, kLitmus };

  Kind kind = Kind::kModel;
  std::string name;
  std::string model;                 // empty: none, a program of its own
  std::string fault;                 // empty: none
  std::string revision;              // of the scavenger; empty: none
  std::string without;               // the oracles that were off; empty: none
  std::vector<std::string> repairs;  // that were put in, each by the finding it repairs
  std::vector<Verdict> expected;
  CheckResult check;
  // Of the violations, in their order; empty where none was written.
  std::vector<std::string> trace_files;
  // Of a program or a litmus test: what was seen otherwise than its file says, a phrase for each.
  std::optional<std::vector<std::string>> differences = std::nullopt;
  std::optional<LitmusReport> litmus = std::nullopt;

  // Whether the first violation, or that there is none, is what was expected; of a program, whether
  // there are no differences.
  bool AsExpected() const;
  // The search ended before it was done, and found nothing, or no difference: it says neither yes
  // nor no.
  bool Undecided() const;
};

// "model", "fault", ...
std::string_view Name(ResultEntry::Kind kind);

// What a run of the command has to say.
struct Report {
  std::string version;
  std::string commit;
  std::string compiler;
  std::string relacy;
  std::string options;                // as they were given, after what is of the environment
  std::string environment;            // what `options` begins with that is: "HEDDLE_JOBS=2 "
  std::optional<std::uint64_t> seed;  // if a search used one
  bool interrupted = false;           // others were to follow
  std::vector<ResultEntry> entries;
};

// The report as JSON, format heddle-result/1 (docs/formats.md), with a newline at its end.
std::string ToJson(const Report& report);

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_REPORT_RESULT_H_
