// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "checker/search/errors.h"
#include "heddle/commands/commands.h"
#include "heddle/run.h"
#include "heddle/search.h"
#include "litmus/compare.h"
#include "litmus/explore.h"
#include "litmus/json_reader.h"
#include "litmus/malformed.h"
#include "litmus/verdicts.h"

namespace heddle::program {
namespace {

using checker::ResultEntry;

std::string ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  // A folder opens, but cannot be read.
  if (!file || (file.peek() == std::ifstream::traits_type::eof() && file.bad())) {
    throw UsageError(fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
  }
  text << file.rdbuf();
  return text.str();
}

std::vector<litmus::TestCase> ReadCases(const std::string& path) {
  try {
    return litmus::ReadPrograms(ReadFile(path));
  } catch (const litmus::Malformed& error) {
    throw UsageError(fmt::format("{}: {}", path, error.what()));
  }
}

litmus::Observation ExploreNamed(const litmus::Program& program, const checker::CheckOptions& check,
                                 const RunOptions& options) {
  ProgressLine progress(program.name, options);
  try {
    return litmus::Explore(program, check, &progress);
  } catch (const checker::NotDeterministic& error) {
    throw checker::NotDeterministic(fmt::format("{}: {}", program.name, error.what()));
  }
}

// Any of them may be the first; none is recorded as an empty list.
std::vector<checker::Verdict> ExpectedVerdicts(const litmus::Expectation& expectation) {
  if (!expectation.verdicts) {
    return {};
  }
  if (expectation.verdicts->empty()) {
    return {checker::Verdict::kPass};
  }
  std::vector<checker::Verdict> verdicts;
  for (const std::string& name : *expectation.verdicts) {
    verdicts.push_back(litmus::VerdictOf(name));
  }
  return verdicts;
}

std::string_view Status(const ResultEntry& entry) {
  return entry.Undecided() ? "stopped at a limit" : entry.AsExpected() ? "ok" : "differs";
}

// What was seen of a program of which nothing is recorded.
std::string Seen(const litmus::Observation& observation) {
  return fmt::format("nothing expected; saw {}, {}", Count(observation.outcomes.size(), "outcome"),
                     observation.verdicts.empty()
                         ? std::string("no verdict")
                         : fmt::format("{}", fmt::join(observation.verdicts, ", ")));
}

void PrintLine(const ResultEntry& entry, const litmus::Observation& observation, bool has_expected,
               std::size_t width) {
  std::string remark;
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): looked at before
  if (!entry.differences->empty()) {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): looked at before
    remark = fmt::format(": {}", fmt::join(*entry.differences, "; "));
  } else if (!has_expected) {
    remark = ": " + Seen(observation);
  }
  fmt::print("{:<{}}  {}, {}{}\n", entry.name, width, Status(entry), HowMuch(entry.check), remark);
  std::fflush(stdout);
}

std::size_t NameWidth(const std::vector<litmus::TestCase>& cases) {
  std::size_t width = 0;
  for (const litmus::TestCase& test : cases) {
    width = std::max(width, test.program.name.size());
  }
  return width;
}

}  // namespace

ExitStatus RunPrograms(const std::string& file, const RunOptions& options) {
  checker::CheckOptions check = options.CheckWith({});
  // What is recorded is of loads that go back one store, and of all traces.
  check.simulation.history_depth = 1;
  check.prune = false;
  const std::vector<litmus::TestCase> cases = ReadCases(file);
  const std::size_t width = NameWidth(cases);
  Collector collector(options);
  if (check.strategy.IsSampling()) {
    fmt::print("seed {}\n", check.seed);
  }
  for (const litmus::TestCase& test : cases) {
    const litmus::Observation observation = ExploreNamed(test.program, check, options);
    ResultEntry entry;
    entry.kind = ResultEntry::Kind::kProgram;
    entry.name = test.program.name;
    entry.check = observation.check;
    entry.differences = test.expectation ? litmus::Differences(*test.expectation, observation)
                                         : std::vector<std::string>();
    if (test.expectation) {
      entry.expected = ExpectedVerdicts(*test.expectation);
    }
    PrintLine(entry, observation, test.expectation.has_value(), width);
    collector.Add(std::move(entry));
  }
  return collector.Finish();
}

}  // namespace heddle::program
