// SPDX-License-Identifier: BSD-3-Clause

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "litmus/json_reader.h"
#include "litmus/json_writer.h"
#include "litmus/malformed.h"
#include "tests/litmus/recorded.h"

namespace heddle::litmus {
namespace {

std::string File(const std::string& programs) {
  return R"({"format": "heddle-programs/1", "programs": [)" + programs + "]}";
}

// A program with these fields besides its name.
std::string ProgramWith(const std::string& fields) {
  return File(R"({"name": "P", )" + fields + "}");
}

// A program of one thread with these operations, over an atomic, a variable, a mutex, two
// registers.
std::string ThreadOf(const std::string& operations) {
  return ProgramWith(
      R"("atomics": {"a": 0}, "vars": {"x": 0}, "mutexes": ["m"], "outcome": ["0.r"],
         "threads": [{"regs": {"r": 0, "ok": 0}, "ops": [)" +
      operations + "]}]");
}

std::string ErrorOf(const std::string& text) {
  try {
    ReadPrograms(text);
  } catch (const Malformed& error) {
    return error.what();
  }
  return "none";
}

std::string Nested(int levels, const std::string& open, const std::string& inner,
                   const std::string& close) {
  std::string text = inner;
  for (int i = 0; i < levels; ++i) {
    text = open + text + close;
  }
  return text;
}

TEST(ReadPrograms, GivesWhatIsWritten) {
  const auto cases = ReadPrograms(ProgramWith(
      R"("atomics": {"a": 1, "b": null}, "vars": {"x": -3}, "mutexes": ["m"],
         "threads": [{"regs": {"r": 5}, "ops": [["cas_weak", "r", "a", "r", ["+", "r", 1],
                                                 "seq_cst", "acquire"],
                                                ["try_lock", "m", [["exit"]]]]},
                     {"ops": []}],
         "outcome": ["b", "0.r"], "check": ["<", "b", "0.r"],
         "expect": {"traces": 3, "outcomes": [[2, 1], [0, 1]], "verdicts": ["race", "assert"],
                    "relacy_full_executions": null})"));
  ASSERT_EQ(cases.size(), 1U);
  const Program& program = cases[0].program;
  EXPECT_EQ(program.name, "P");
  EXPECT_EQ(program.atomics, (std::vector<Object>{{"a", 1}, {"b", std::nullopt}}));
  EXPECT_EQ(program.variables, (std::vector<Object>{{"x", -3}}));
  EXPECT_EQ(program.mutexes, std::vector<std::string>{"m"});
  ASSERT_EQ(program.threads.size(), 2U);
  EXPECT_EQ(program.threads[0].registers, (std::vector<Register>{{"r", 5}}));
  const Expression sum =
      Expression::Binary(Expression::Kind::kAdd, Expression::Variable(0), Expression::Number(1));
  const CompareExchange exchange{.weak = true,
                                 .succeeded = 0,
                                 .atomic = 0,
                                 .expected = 0,
                                 .desired = sum,
                                 .success = core::MemoryOrder::kSequentiallyConsistent,
                                 .failure = core::MemoryOrder::kAcquire};
  const TryLock attempt{.mutex = 0, .taken = {{Exit{}}}, .not_taken = {}};
  EXPECT_EQ(program.threads[0].body, (Block{{exchange}, {attempt}}));
  EXPECT_EQ(program.threads[1].body, Block());
  EXPECT_EQ(program.outcome, (std::vector<Observed>{{Observed::Kind::kAtomic, 0, 1},
                                                    {Observed::Kind::kRegister, 0, 0}}));
  EXPECT_EQ(program.check, Expression::Binary(Expression::Kind::kLess, Expression::Variable(0),
                                              Expression::Variable(1)));
  const Expectation& expectation = cases[0].expectation.value();
  EXPECT_EQ(expectation.traces, 3U);
  EXPECT_EQ(expectation.relacy_full_executions, std::nullopt);
  EXPECT_EQ(expectation.dpor_executions, std::nullopt);
  EXPECT_EQ(std::get<std::vector<Outcome>>(expectation.outcomes.value()),
            (std::vector<Outcome>{{0, 1}, {2, 1}}));
  EXPECT_EQ(expectation.verdicts, (std::vector<std::string>{"assert", "race"}));
}

TEST(WritePrograms, WritesWhatIsReadAsTheSame) {
  const std::vector<TestCase>& cases = Recorded();
  const std::vector<TestCase> again = ReadPrograms(WritePrograms(cases));
  ASSERT_EQ(again.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(again[i], cases[i]) << cases[i].program.name;
  }
}

TEST(ReadPrograms, ThreadsMayParkAndBeWoken) {
  const auto cases = ReadPrograms(ProgramWith(
      R"("vars": {"x": 0}, "events": ["e"],
         "threads": [{"ops": [["write", "x", 7], ["wake", "e"]]},
                     {"regs": {"r": 0}, "ops": [["park", "e"], ["read", "r", "x"]]}],
         "outcome": ["1.r"])"));
  EXPECT_EQ(cases[0].program.threads[0].body.back(), Statement{Wake{0}});
  EXPECT_EQ(ReadPrograms(WritePrograms(cases)), cases);
  const Observation observation =
      Explore(cases[0].program, OptionsFor(checker::StrategyName::Kind::kDpor));
  EXPECT_EQ(observation.outcomes, (std::vector<Outcome>{{7}}));
  EXPECT_TRUE(observation.verdicts.empty());
}

TEST(ReadPrograms, SaysWhatIsWrongWithAFile) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"{\n \"format\": }", "not JSON at line 2, column 12"},
      {"", "not JSON at line 1, column 1"},
      {"{\"format\": 1e999}", "expected numbers that fit into 64 bits, found a larger one"},
      {"[]", "expected an object, found []"},
      {"{}", "field \"format\" is missing"},
      {R"({"format": "heddle-programs/2", "programs": []})",
       "expected the format heddle-programs/1, found 'heddle-programs/2'"},
      {R"({"format": "heddle-programs/1"})", "field \"programs\" is missing"},
      {R"({"format": "heddle-programs/1", "programs": [], "more": 1})",
       "unknown field \"more\"; expected format, programs"},
      {R"({"format": "heddle-programs/1", "format": "x"})",
       "the name \"format\" appears twice in one object"},
      {Nested(1000, "[", "", "]"), "nested deeper than 500 levels"},
      {File("{}"), "program 0: field \"name\" is missing"},
      {File("7"), "program 0: expected an object, found 7"},
      {File(R"({"name": ""})"),
       "program 0, name: expected a name: a text that is not empty, without control characters, "
       "found \"\""},
      {File(R"({"name": "P", "threads": [{"ops": []}]}, {"name": "P", "threads": []})"),
       "program 'P': an earlier program has the same name"},
  };
  for (const auto& [text, message] : wrong) {
    EXPECT_EQ(ErrorOf(text), message) << text;
  }
}

TEST(ReadPrograms, SaysWhatIsWrongWithAProgram) {
  const std::string thread = R"("threads": [{"ops": []}])";
  const std::string nine = R"({"ops": []}, {"ops": []}, {"ops": []}, )";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"("atomics": {})", ": field \"threads\" is missing"},
      {R"("threads": [])", ": expected from 1 to 8 threads, found 0"},
      {R"("threads": [)" + nine + nine + nine.substr(0, nine.size() - 2) + "]",
       ": expected from 1 to 8 threads, found 9"},
      {R"("threads": [{}])", ", thread 0: field \"ops\" is missing"},
      {R"("threads": [{"ops": [], "regs": {"r": null}}])",
       ", thread 0, regs, r: expected an integer of 64 bits, found null"},
      {R"("threads": [{"ops": [], "reg": {}}])",
       ", thread 0: unknown field \"reg\"; expected regs, ops"},
      {thread + R"(, "mutex": [])",
       ": unknown field \"mutex\"; expected name, atomics, vars, mutexes, events, threads, "
       "outcome, check, "
       "expect"},
      {thread + R"(, "atomics": {"a": 1.5})",
       ", atomics, a: expected an integer of 64 bits, found 1.5"},
      {thread + R"(, "atomics": {"a": 9223372036854775808})",
       ", atomics, a: expected an integer of 64 bits, found 9223372036854775808"},
      {thread + R"(, "atomics": {"a": 0}, "mutexes": ["a"])",
       ", mutexes: 'a' is the name of two objects"},
      {thread + R"(, "mutexes": ["m", "m"])", ", mutexes: 'm' is the name of two objects"},
      {thread + R"(, "mutexes": {"m": 0})", ", mutexes: expected a list, found {\"m\":0}"},
      {thread + R"(, "outcome": ["a"])",
       ", outcome: 'a' is neither an atomic, nor a var, nor a register such as 0.r"},
      {thread + R"(, "outcome": ["0.r"])", ", outcome: thread 0 has no register 'r'"},
      {thread + R"(, "outcome": ["1.r"])",
       ", outcome: '1.r' is of a thread that is not there; threads count from 0"},
      {thread + R"(, "atomics": {"a": 0}, "outcome": [], "check": "a")",
       ", check: unknown name in the outcome 'a'; there is none"},
      {thread + R"(, "expect": {"traces": -1})", ", expect, traces: expected a count, found -1"},
      {thread + R"(, "expect": {"trace": 1})",
       ", expect: unknown field \"trace\"; expected relacy_full_executions, traces, "
       "dpor_executions, outcomes, verdicts"},
      {thread + R"(, "expect": {"outcomes": [[1]]})",
       ", expect, outcomes, item 0: expected 0 values, as in the program's outcome, found 1"},
      {thread + R"(, "expect": {"outcomes": {"count": 1, "fnv1a64": "12"}})",
       ", expect, outcomes, fnv1a64: expected 16 hexadecimal digits"},
      {thread + R"(, "expect": {"verdicts": ["rase"]})",
       ", expect, verdicts: unknown verdict 'rase'; expected one of assert, race, uninit, "
       "deadlock, recursion, not_owner, livelock, misuse"},
  };
  for (const auto& [fields, message] : wrong) {
    EXPECT_EQ(ErrorOf(ProgramWith(fields)), "program 'P'" + message) << fields;
  }
}

TEST(ReadPrograms, SaysWhatIsWrongWithAnOperation) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"("load")", ": expected a list, found \"load\""},
      {"[]", ": expected an operation: a list that begins with its name"},
      {R"(["jump"])", ": unknown operation 'jump'"},
      {R"(["load", "r", "a"])",
       ": 'load' is written [\"load\", r, a, order], with 3 operands, not 2"},
      {R"(["if", 1])",
       ": 'if' is written [\"if\", e, [then], [else]], with 2 to 3 operands, not 1"},
      {R"(["exit", 1])", ": 'exit' is written [\"exit\"], with 0 operands, not 1"},
      {R"(["fence"])", ": 'fence' is written [\"fence\", order], with 1 operand, not 0"},
      {R"(["load", "q", "a", "relaxed"])", ", 'load': unknown register 'q'; expected r, ok"},
      {R"(["load", null, "a", "relaxed"])", ", 'load': expected the name of a register"},
      {R"(["load", "r", "x", "relaxed"])", ", 'load': unknown atomic 'x'; expected a"},
      {R"(["read", "r", "a"])", ", 'read': unknown var 'a'; expected x"},
      {R"(["lock", "n\n"])", ", 'lock': unknown mutex 'n?'; expected m"},
      {R"(["load", "r", "a", "weak"])",
       ", 'load': unknown memory order 'weak'; expected relaxed, acquire, release, acq_rel or "
       "seq_cst"},
      {R"(["load", "r", "a", "release"])", ", 'load': the memory order cannot be release"},
      {R"(["store", "a", 1, "acq_rel"])", ", 'store': the memory order cannot be acq_rel"},
      {R"(["fence", "relaxed"])", ", 'fence': the memory order cannot be relaxed"},
      {R"(["cas", "ok", "a", "r", 1, "acq_rel", "release"])",
       ", 'cas': the memory order cannot be release"},
      {R"(["cas", "ok", "a", "r", 1, "release", "acquire"])",
       ", 'cas': the memory order of the failure, acquire, is stronger than release"},
      {R"(["set", "r", "a"])", ", 'set': unknown register 'a'; expected r, ok"},
      {R"(["set", "r", ["+", 1]])", ", 'set': an expression is [operator, a, b], not a list of 2"},
      {R"(["set", "r", ["/", 1, 1]])",
       ", 'set': unknown operator '/'; expected + - * == != < and or"},
      {R"(["set", "r", {}])",
       ", 'set': expected an expression: an integer, a register or [operator, a, b]"},
      {R"(["break"])", ", 'break': there is no retry around it to leave"},
      {R"(["retry", 2, [["break"]]], ["break"])", "none"},
      {R"(["retry", 0, []])", ", 'retry': expected from 1 to 1000 times, not 0"},
      {R"(["if", 1, [["exit"], ["lock", "n"]]])",
       ", 'if', then 1, 'lock': unknown mutex 'n'; expected m"},
      {R"(["try_lock", "m", [], [["break"]]])",
       ", 'try_lock', else 0, 'break': there is no retry around it to leave"},
      {R"(["try_lock", "m", ["exit"]])", ", 'try_lock', then 0: expected a list, found \"exit\""},
  };
  for (const auto& [operation, message] : wrong) {
    if (message == "none") {
      EXPECT_EQ(
          ErrorOf(ThreadOf(operation)),
          "program 'P', thread 0, operation 1, 'break': there is no retry around it to leave");
    } else {
      EXPECT_EQ(ErrorOf(ThreadOf(operation)), "program 'P', thread 0, operation 0" + message)
          << operation;
    }
  }
}

// They are evaluated on the small stack of a simulated thread.
TEST(ReadPrograms, LimitsNesting) {
  const auto blocks = [](int levels) {
    return ThreadOf(Nested(levels, R"(["if", 1, [)", R"(["exit"])", "]]"));
  };
  const auto expressions = [](int levels) {
    return ThreadOf(R"(["set", "r", )" + Nested(levels, R"(["+", 1, )", "1", "]") + "]");
  };
  EXPECT_EQ(ErrorOf(blocks(kMaxNesting)), "none");
  EXPECT_NE(ErrorOf(blocks(kMaxNesting + 1)).find("operations nested deeper than 40 levels"),
            std::string::npos);
  EXPECT_EQ(ErrorOf(expressions(kMaxNesting)), "none");
  EXPECT_NE(
      ErrorOf(expressions(kMaxNesting + 1)).find("an expression nested deeper than 40 levels"),
      std::string::npos);
}

}  // namespace
}  // namespace heddle::litmus
