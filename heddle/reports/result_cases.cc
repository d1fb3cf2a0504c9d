// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/result_cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "checker/process/shell_quoted.h"
#include "checker/report/interleaving.h"
#include "checker/report/message.h"
#include "heddle/run.h"
#include "models/picture/heap_lines.h"

namespace heddle::program {
namespace {

using checker::ResultEntry;
using Outcome = JunitCase::Outcome;

Outcome CaseOutcome(const ResultEntry& entry) {
  return !entry.check.lost.empty() ? Outcome::kError
         : entry.Undecided()       ? Outcome::kSkipped
         : entry.AsExpected()      ? Outcome::kPassed
                                   : Outcome::kFailed;
}

// "race or contents"
std::string Expected(const ResultEntry& entry) {
  std::vector<std::string_view> names;
  names.reserve(entry.expected.size());
  for (const checker::Verdict verdict : entry.expected) {
    names.push_back(Name(verdict));
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

std::string CaseMessage(const ResultEntry& entry) {
  const checker::CheckResult& check = entry.check;
  if (!check.lost.empty()) {
    return fmt::format("{}", fmt::join(check.lost, "; "));
  }
  if (entry.Undecided()) {
    return fmt::format("not decided: {} after {}", Extent(check),
                       Count(check.executions, "execution"));
  }
  if (entry.differences && !entry.differences->empty()) {
    return fmt::format("{}", fmt::join(*entry.differences, "; "));
  }
  const std::string found =
      check.violations.empty()
          ? fmt::format("nothing, {}", Extent(check))
          : fmt::format("{}: {}", Name(check.verdict()), MessageOf(check.violations.front()));
  return check.violations.empty() || entry.kind == ResultEntry::Kind::kFault
             ? fmt::format("expected {}, found {}", Expected(entry), found)
             : found;
}

std::string Interleavings(const ResultEntry& entry) {
  std::string text;
  for (std::size_t i = 0; i < entry.check.violations.size(); ++i) {
    const checker::Violation& violation = entry.check.violations[i];
    text += fmt::format(
        "\n{}", FormatInterleaving(
                    violation, {.drawings = models::HeapLines(violation.counterexample).lines()}));
    if (i < entry.trace_files.size() && !entry.trace_files[i].empty()) {
      const std::string& file = entry.trace_files[i];
      text +=
          fmt::format("trace: {}\nagain: heddle replay {}\n", file, checker::ShellQuotedPath(file));
    }
  }
  return text;
}

JunitCase CaseOf(const ResultEntry& entry) {
  const Outcome outcome = CaseOutcome(entry);
  JunitCase each = {.kind = std::string(Name(entry.kind)),
                    .name = AsExplored(entry),
                    .seconds = entry.check.seconds,
                    .outcome = outcome,
                    .type = {},
                    .message = {},
                    .body = {},
                    .output = fmt::format("{}, {}, {}", Name(entry.check.verdict()),
                                          HowFar(entry.check), HowMuch(entry.check))};
  if (outcome != Outcome::kPassed) {
    each.message = CaseMessage(entry);
  }
  if (outcome == Outcome::kError) {
    each.type = "lost";
  } else if (outcome == Outcome::kFailed) {
    each.type = entry.differences && !entry.differences->empty() ? "difference"
                : entry.check.violations.empty()                 ? "not-found"
                                                 : std::string(Name(entry.check.verdict()));
    each.body = Interleavings(entry);
  }
  return each;
}

}  // namespace

std::vector<JunitCase> CasesOf(const checker::Report& report) {
  std::vector<JunitCase> cases;
  cases.reserve(report.entries.size());
  for (const ResultEntry& entry : report.entries) {
    cases.push_back(CaseOf(entry));
  }
  return cases;
}

}  // namespace heddle::program
