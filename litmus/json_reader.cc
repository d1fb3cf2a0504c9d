// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string>
#include <utility>

#include "checker/program.h"
#include "litmus/json_cursor.h"
#include "litmus/json_statements.h"
#include "litmus/verdicts.h"

namespace heddle::litmus {
namespace {

constexpr std::string_view kProgramsFormat = "heddle-programs/1";

// Every object has a name of its own, whatever it is.
class Names {
 public:
  void Add(const JsonCursor& place, const std::string& name) {
    if (!names_.insert(name).second) {
      place.Fail(fmt::format("'{}' is the name of two objects", name));
    }
  }

 private:
  std::set<std::string> names_;
};

std::string ReadKey(const JsonCursor& place, const std::string& key) {
  const Json text(key);
  return JsonCursor(text, place.place()).Name();
}

std::vector<Object> ReadObjects(const JsonCursor& program, std::string_view field, Names& names) {
  std::vector<Object> objects;
  if (const auto json = program.Find(field)) {
    for (const auto& [key, value] : json->Members()) {
      names.Add(*json, ReadKey(*json, key));
      objects.push_back({key, value.IsNull() ? std::nullopt : std::optional(value.Integer())});
    }
  }
  return objects;
}

std::vector<std::string> ReadNames(const JsonCursor& program, std::string_view field,
                                   Names& names) {
  std::vector<std::string> read;
  if (const auto json = program.Find(field)) {
    for (const JsonCursor& item : json->Items("item")) {
      names.Add(*json, item.Name());
      read.push_back(item.Name());
    }
  }
  return read;
}

Thread ReadThread(const JsonCursor& json, const Program& program) {
  json.AllowOnly({"regs", "ops"});
  Thread thread;
  if (const auto registers = json.Find("regs")) {
    for (const auto& [key, value] : registers->Members()) {
      thread.registers.push_back({ReadKey(*registers, key), value.Integer()});
    }
  }
  thread.body = ReadBody(json.At("ops").Named(json.place()), program, thread);
  return thread;
}

// The number before the dot of `1.r`; none if the text is something else.
std::optional<std::size_t> ThreadOf(std::string_view text) {
  std::size_t thread = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, thread);
  const bool is_register = error == std::errc{} && stop != end && *stop == '.';
  return is_register ? std::optional(thread) : std::nullopt;
}

template <class T>
std::optional<std::size_t> Position(const std::vector<T>& named, std::string_view name) {
  const auto found = std::ranges::find(named, name, &T::name);
  return found == named.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - named.begin()));
}

Observed ReadObserved(const JsonCursor& json, const Program& program) {
  const std::string text = json.Text();
  if (const auto thread = ThreadOf(text)) {
    if (*thread >= program.threads.size()) {
      json.Fail(fmt::format("'{}' is of a thread that is not there; threads count from 0", text));
    }
    const std::string name = text.substr(text.find('.') + 1);
    if (const auto index = Position(program.threads[*thread].registers, name)) {
      return {Observed::Kind::kRegister, *thread, *index};
    }
    json.Fail(fmt::format("thread {} has no register '{}'", *thread, name));
  }
  if (const auto index = Position(program.atomics, text)) {
    return {Observed::Kind::kAtomic, 0, *index};
  }
  if (const auto index = Position(program.variables, text)) {
    return {Observed::Kind::kVariable, 0, *index};
  }
  json.Fail(fmt::format("'{}' is neither an atomic, nor a var, nor a register such as 0.r", text));
}

Program ReadProgram(const JsonCursor& json, const std::string& name) {
  json.AllowOnly(
      {"name", "atomics", "vars", "mutexes", "events", "threads", "outcome", "check", "expect"});
  Program program;
  program.name = name;
  Names names;
  program.atomics = ReadObjects(json, "atomics", names);
  program.variables = ReadObjects(json, "vars", names);
  program.mutexes = ReadNames(json, "mutexes", names);
  program.events = ReadNames(json, "events", names);
  const auto threads = json.At("threads").Items("thread");
  if (threads.empty() || threads.size() > checker::kMaxThreads) {
    json.Fail(fmt::format("expected from 1 to {} threads, found {}", checker::kMaxThreads,
                          threads.size()));
  }
  for (std::size_t i = 0; i < threads.size(); ++i) {
    program.threads.push_back(
        ReadThread(threads[i].Named(fmt::format("{}, thread {}", json.place(), i)), program));
  }
  std::vector<std::string> observed;
  if (const auto outcome = json.Find("outcome")) {
    for (const JsonCursor& item : outcome->Items("item")) {
      program.outcome.push_back(ReadObserved(item.Named(outcome->place()), program));
      observed.push_back(NameOf(program.outcome.back(), program));
    }
  }
  if (const auto check = json.Find("check")) {
    program.check = ReadExpression(*check, "name in the outcome", observed);
  }
  return program;
}

std::uint64_t ReadHash(const JsonCursor& json) {
  const std::string text = json.Text();
  std::uint64_t hash = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, hash, 16);
  if (text.size() != 16 || error != std::errc{} || stop != end) {
    json.Fail("expected 16 hexadecimal digits");
  }
  return hash;
}

std::variant<std::vector<Outcome>, OutcomeDigest> ReadOutcomes(const JsonCursor& json,
                                                               std::size_t width) {
  if (json.IsObject()) {
    json.AllowOnly({"count", "fnv1a64"});
    return OutcomeDigest{json.At("count").Count(), ReadHash(json.At("fnv1a64"))};
  }
  std::vector<Outcome> outcomes;
  for (const JsonCursor& item : json.Items("item")) {
    Outcome outcome;
    for (const JsonCursor& value : item.Items("value")) {
      outcome.push_back(value.Integer());
    }
    if (outcome.size() != width) {
      item.Fail(fmt::format("expected {} values, as in the program's outcome, found {}", width,
                            outcome.size()));
    }
    outcomes.push_back(std::move(outcome));
  }
  std::ranges::sort(outcomes);
  const auto repeated = std::ranges::unique(outcomes);
  outcomes.erase(repeated.begin(), repeated.end());
  return outcomes;
}

std::vector<std::string> ReadVerdicts(const JsonCursor& json) {
  std::set<std::string> verdicts;
  for (const JsonCursor& item : json.Items("item")) {
    if (std::ranges::find(VerdictNames(), item.Text()) == VerdictNames().end()) {
      json.Fail(fmt::format("unknown verdict '{}'; expected one of {}", item.Text(),
                            fmt::join(VerdictNames(), ", ")));
    }
    verdicts.insert(item.Text());
  }
  return {verdicts.begin(), verdicts.end()};
}

std::optional<std::uint64_t> ReadCount(const JsonCursor& json, std::string_view key) {
  const auto found = json.Find(key);
  return found && !found->IsNull() ? std::optional(found->Count()) : std::nullopt;
}

Expectation ReadExpectation(const JsonCursor& json, const Program& program) {
  json.AllowOnly({"relacy_full_executions", "traces", "dpor_executions", "outcomes", "verdicts"});
  Expectation expectation;
  expectation.relacy_full_executions = ReadCount(json, "relacy_full_executions");
  expectation.dpor_executions = ReadCount(json, "dpor_executions");
  expectation.traces = ReadCount(json, "traces");
  if (const auto outcomes = json.Find("outcomes")) {
    expectation.outcomes = ReadOutcomes(*outcomes, program.outcome.size());
  }
  if (const auto verdicts = json.Find("verdicts")) {
    expectation.verdicts = ReadVerdicts(*verdicts);
  }
  return expectation;
}

}  // namespace

std::vector<TestCase> ReadPrograms(std::string_view text) {
  const Json json = ParseJson(text);
  const JsonCursor file(json, "");
  if (file.At("format").Text() != kProgramsFormat) {
    file.Fail(fmt::format("expected the format {}, found '{}'", kProgramsFormat,
                          file.At("format").Text()));
  }
  file.AllowOnly({"format", "programs"});
  std::vector<TestCase> cases;
  std::set<std::string> names;
  for (const JsonCursor& item : file.At("programs").Named("").Items("program")) {
    const std::string name = item.At("name").Name();
    const JsonCursor place = item.Named(fmt::format("program '{}'", name));
    if (!names.insert(name).second) {
      place.Fail("an earlier program has the same name");
    }
    TestCase test{ReadProgram(place, name), std::nullopt};
    if (const auto expect = place.Find("expect")) {
      test.expectation = ReadExpectation(*expect, test.program);
    }
    cases.push_back(std::move(test));
  }
  return cases;
}

}  // namespace heddle::litmus
