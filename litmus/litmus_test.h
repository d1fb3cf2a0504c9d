// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_LITMUS_TEST_H_
#define HEDDLE_LITMUS_LITMUS_TEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "litmus/expression.h"
#include "litmus/outcome.h"
#include "litmus/program.h"

namespace heddle::litmus {

// How the simulation compares with the C++ memory model on one outcome.
enum class Relation : std::uint8_t {
  kSame,
  kStronger,  // it cannot show an outcome that is allowed: a bug may be missed
  kWeaker,    // it shows one that is forbidden: a report may be false
};

std::string_view Name(Relation relation);

// A program and what is asked about it.
struct LitmusTest {
  enum class Question : std::uint8_t {
    kOutcome,   // whether an execution can end so
    kRace,      // whether an execution has a data race
    kDeadlock,  // whether an execution can come to where no thread can go on
  };

  // Its outcome: all registers of all threads, and the objects that the condition names.
  Program program;
  Question question = Question::kOutcome;
  // Of kOutcome: true of the outcomes that are meant; over the values of the program's outcome.
  Expression asked;

  // As they were written.
  std::string orders;  // a remark on the memory orders; may be empty
  std::string text;
  std::string condition;

  // What is recorded of it.
  std::optional<bool> allowed;       // by RC11
  std::optional<Relation> relation;  // of Relacy, whose loads go back one store
  std::optional<std::uint64_t> relacy_full_executions;
  // The outcomes that RC11 allows and the simulation does not show, and the other way round.
  std::optional<std::vector<Outcome>> missed;
  std::optional<std::vector<Outcome>> forbidden;
  std::string note;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_LITMUS_TEST_H_
