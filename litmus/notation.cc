// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "checker/program.h"
#include "litmus/malformed.h"
#include "litmus/orders.h"
#include "litmus/scanner.h"

namespace heddle::litmus {
namespace {

using core::MemoryOrder;

struct OrderName {
  std::string_view name;
  MemoryOrder order;
};
// Compilers make an acquire load of a consume load, and so does the simulation.
constexpr std::array kOrderNames = {OrderName{"rlx", MemoryOrder::kRelaxed},
                                    OrderName{"acq", MemoryOrder::kAcquire},
                                    OrderName{"con", MemoryOrder::kAcquire},
                                    OrderName{"rel", MemoryOrder::kRelease},
                                    OrderName{"ar", MemoryOrder::kAcquireRelease},
                                    OrderName{"sc", MemoryOrder::kSequentiallyConsistent}};

struct ComparisonSign {
  std::string_view sign;
  Expression::Kind kind;
};
constexpr std::array kComparisons = {ComparisonSign{"==", Expression::Kind::kEqual},
                                     ComparisonSign{"!=", Expression::Kind::kNotEqual},
                                     ComparisonSign{"<", Expression::Kind::kLess}};

bool IsRegister(std::string_view name) {
  return name.size() > 1 && name[0] == 'r' &&
         std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::string_view kSuccess = " succeeded";

template <class Named>
std::size_t FindOrAdd(std::vector<Named>& all, std::string_view name, Named added) {
  const auto found = std::ranges::find(all, name, &Named::name);
  const auto index = static_cast<std::size_t>(found - all.begin());
  if (found == all.end()) {
    all.push_back(std::move(added));
  }
  return index;
}

std::size_t FindOrAdd(std::vector<std::string>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name);
  const auto index = static_cast<std::size_t>(found - all.begin());
  if (found == all.end()) {
    all.push_back(name);
  }
  return index;
}

// The statements of one thread. Objects come to be where they are first named.
class ThreadParser {
 public:
  ThreadParser(Program& program, std::string place) : program_(program), place_(std::move(place)) {}

  Thread Parse(std::string_view text) {
    thread_.body = ParseBlock(SplitOutsideBraces(text, ';'));
    return std::move(thread_);
  }

 private:
  Block ParseBlock(std::span<const std::string_view> statements) {
    Block block;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      Scanner scanner(statements[i], place_);
      if (scanner.AtEnd() && i > 0 && i + 1 == statements.size()) {
        break;  // behind a last semicolon
      }
      if (!scanner.AcceptWord("if")) {
        ParseStatement(scanner, block);
        scanner.ExpectEnd();
        continue;
      }
      if (++depth_ > kMaxNesting) {
        scanner.Fail(fmt::format("expected at most {} guards", kMaxNesting));
      }
      Expression condition = ParseComparison(scanner);
      if (scanner.AtEnd()) {  // it guards all that comes after it
        block.push_back({If{std::move(condition), ParseBlock(statements.subspan(i + 1)), {}}});
        --depth_;
        return block;
      }
      const std::string_view guarded = scanner.InBraces();
      block.push_back({If{std::move(condition), ParseBlock(SplitOutsideBraces(guarded, ';')), {}}});
      --depth_;
    }
    return block;
  }

  void ParseStatement(Scanner& scanner, Block& block) {
    const std::string name = scanner.Name("a statement");
    if (name == "F" && scanner.Accept(".")) {
      block.push_back({Fence{ParseOrder(scanner, FitsFence)}});
    } else if (scanner.Accept("(")) {
      block.push_back(ParseCall(scanner, name));
    } else if (scanner.Accept(":=")) {
      block.push_back(ParsePlain(scanner, name));
      scanner.Expect("(na)");
    } else if (scanner.Accept("=")) {
      if (IsRegister(name)) {
        ParseLoad(scanner, name, block);
      } else {
        const std::size_t atomic = Atomic(scanner, name);
        Expression value = ParseValue(scanner);
        scanner.Expect(".");
        block.push_back({Store{atomic, std::move(value), ParseOrder(scanner, FitsStore)}});
      }
    } else {
      scanner.Fail("expected '=', ':=' or '('");
    }
  }

  Statement ParseCall(Scanner& scanner, std::string_view function) {
    const std::string name = scanner.Name("a name");
    scanner.Expect(")");
    if (function == "lock" || function == "unlock") {
      RequireOnly(scanner, name, Use::kMutex);
      const std::size_t mutex = FindOrAdd(program_.mutexes, name);
      return function == "lock" ? Statement{Lock{mutex}} : Statement{Unlock{mutex}};
    }
    if (function == "park" || function == "wake") {
      RequireOnly(scanner, name, Use::kEvent);
      const std::size_t event = FindOrAdd(program_.events, name);
      return function == "park" ? Statement{Park{event}} : Statement{Wake{event}};
    }
    scanner.Fail(fmt::format("unknown '{}'; expected lock, unlock, park or wake", function));
  }

  Statement ParsePlain(Scanner& scanner, const std::string& name) {
    if (IsRegister(name)) {
      const std::size_t variable = Variable(scanner, scanner.Name("a plain variable"));
      return {Read{Register(name), variable}};
    }
    const std::size_t variable = Variable(scanner, name);
    return {Write{variable, ParseValue(scanner)}};
  }

  // Into a register: a load, or what a read-modify-write has seen.
  void ParseLoad(Scanner& scanner, const std::string& to, Block& block) {
    const std::string name = scanner.Name("an atomic, xchg, fa or cas");
    if (scanner.Accept(".")) {
      const std::size_t atomic = Atomic(scanner, name);
      const MemoryOrder order = ParseOrder(scanner, FitsLoad);
      block.push_back({Load{Register(to), atomic, order}});
    } else if (!scanner.Accept("(")) {
      scanner.Fail("expected '.' and a memory order");
    } else if (name == "cas") {
      ParseCompareExchange(scanner, to, block);
    } else if (name == "xchg" || name == "fa") {
      const std::size_t atomic = Atomic(scanner, scanner.Name("an atomic"));
      scanner.Expect(",");
      Expression operand = ParseValue(scanner);
      scanner.Expect(").");
      const MemoryOrder order = ParseOrder(scanner, IsAtomicOrder);
      const auto kind =
          name == "fa" ? ReadModifyWrite::Kind::kFetchAdd : ReadModifyWrite::Kind::kExchange;
      block.push_back({ReadModifyWrite{kind, Register(to), atomic, std::move(operand), order}});
    } else {
      scanner.Fail(fmt::format("unknown '{}'; expected xchg, fa or cas", name));
    }
  }

  void ParseCompareExchange(Scanner& scanner, const std::string& to, Block& block) {
    const std::size_t atomic = Atomic(scanner, scanner.Name("an atomic"));
    scanner.Expect(",");
    Expression expected = ParseValue(scanner);
    scanner.Expect("->");
    Expression desired = ParseValue(scanner);
    scanner.Expect(").");
    const MemoryOrder success = ParseOrder(scanner, IsAtomicOrder);
    scanner.Expect("/");
    const MemoryOrder failure = ParseOrder(scanner, FitsLoad);
    if (!FitsCompareExchange(success, failure)) {
      scanner.Fail("the memory order of the failure is stronger than that of the success");
    }
    // It leaves the value that it has seen where it finds the one that it expects.
    const std::size_t seen = Register(to);
    block.push_back({Set{seen, std::move(expected)}});
    block.push_back({CompareExchange{/*weak=*/false, Register(to + std::string(kSuccess)), atomic,
                                     seen, std::move(desired), success, failure}});
  }

  Expression ParseComparison(Scanner& scanner) {
    Expression left = ParseValue(scanner);
    for (const ComparisonSign& comparison : kComparisons) {
      if (scanner.Accept(comparison.sign)) {
        Expression right = ParseValue(scanner);
        return Expression::Binary(comparison.kind, std::move(left), std::move(right));
      }
    }
    scanner.Fail("expected ==, != or <");
  }

  Expression ParseValue(Scanner& scanner) const {
    Expression value = ParseOperand(scanner);
    if (scanner.Accept("+")) {
      value = Expression::Binary(Expression::Kind::kAdd, std::move(value), ParseOperand(scanner));
    }
    return value;
  }

  Expression ParseOperand(Scanner& scanner) const {
    if (scanner.NextIsNumber()) {
      return Expression::Number(scanner.Number());
    }
    const std::string name = scanner.Name("a number or a register");
    const auto found = std::ranges::find(thread_.registers, name, &litmus::Register::name);
    if (found == thread_.registers.end()) {
      scanner.Fail(
          fmt::format("'{}' is no register that has a value here; expected one, or a "
                      "number,",
                      name));
    }
    return Expression::Variable(static_cast<std::size_t>(found - thread_.registers.begin()));
  }

  static MemoryOrder ParseOrder(Scanner& scanner, bool (*fits)(MemoryOrder)) {
    const std::string name = scanner.Name("a memory order");
    const auto* const found = std::ranges::find(kOrderNames, name, &OrderName::name);
    if (found == kOrderNames.end()) {
      scanner.Fail(
          fmt::format("unknown memory order '{}'; expected rlx, acq, rel, ar, sc or con", name));
    }
    if (!fits(found->order)) {
      scanner.Fail(fmt::format("the memory order cannot be {}", name));
    }
    return found->order;
  }

  std::size_t Register(const std::string& name) {
    return FindOrAdd(thread_.registers, name, litmus::Register{name, 0});
  }
  std::size_t Atomic(Scanner& scanner, const std::string& name) {
    RequireOnly(scanner, name, Use::kAtomic);
    return FindOrAdd(program_.atomics, name, Object{name, 0});
  }
  std::size_t Variable(Scanner& scanner, const std::string& name) {
    RequireOnly(scanner, name, Use::kVariable);
    return FindOrAdd(program_.variables, name, Object{name, 0});
  }

  // A name is of one object, of one kind.
  enum class Use : std::uint8_t { kAtomic, kVariable, kMutex, kEvent };
  void RequireOnly(const Scanner& scanner, const std::string& name, Use use) const {
    const bool is_other =
        (use != Use::kAtomic && std::ranges::count(program_.atomics, name, &Object::name) > 0) ||
        (use != Use::kVariable &&
         std::ranges::count(program_.variables, name, &Object::name) > 0) ||
        (use != Use::kMutex && std::ranges::count(program_.mutexes, name) > 0) ||
        (use != Use::kEvent && std::ranges::count(program_.events, name) > 0);
    if (is_other) {
      scanner.Fail(fmt::format("'{}' is used in another way before", name));
    }
    if (IsRegister(name)) {
      scanner.Fail(fmt::format("'{}' is a register; expected a shared object", name));
    }
  }

  Program& program_;
  std::string place_;
  Thread thread_;
  int depth_ = 0;  // guards around the statement
};

// What the condition names: a register such as 1:r0, or an object.
Observed ParseObserved(Scanner& scanner, const Program& program) {
  if (!scanner.NextIsNumber()) {
    const std::string name = scanner.Name("a register such as 1:r0, or an object");
    for (const auto& [objects, kind] : {std::pair(&program.atomics, Observed::Kind::kAtomic),
                                        std::pair(&program.variables, Observed::Kind::kVariable)}) {
      const auto found = std::ranges::find(*objects, name, &Object::name);
      if (found != objects->end()) {
        return {kind, 0, static_cast<std::size_t>(found - objects->begin())};
      }
    }
    scanner.Fail(fmt::format("the program has no object '{}'", name));
  }
  const std::int64_t thread = scanner.Number();
  if (thread < 0 || thread >= static_cast<std::int64_t>(program.threads.size())) {
    scanner.Fail(fmt::format("there is no thread {}; threads count from 0", thread));
  }
  scanner.Expect(":");
  const std::string name = scanner.Name("a register");
  const auto& registers = program.threads[static_cast<std::size_t>(thread)].registers;
  const auto found = std::ranges::find(registers, name, &Register::name);
  if (found == registers.end()) {
    scanner.Fail(fmt::format("thread {} has no register '{}'", thread, name));
  }
  return {Observed::Kind::kRegister, static_cast<std::size_t>(thread),
          static_cast<std::size_t>(found - registers.begin())};
}

void ObserveRegisters(Program& program) {
  for (std::size_t t = 0; t < program.threads.size(); ++t) {
    const std::vector<Register>& registers = program.threads[t].registers;
    for (std::size_t r = 0; r < registers.size(); ++r) {
      if (!registers[r].name.ends_with(kSuccess)) {
        program.outcome.push_back({Observed::Kind::kRegister, t, r});
      }
    }
  }
}

// The place of what is observed in the program's outcome.
std::size_t Observe(const Observed& observed, Program& program) {
  const auto found = std::ranges::find(program.outcome, observed);
  const auto index = static_cast<std::size_t>(found - program.outcome.begin());
  if (found == program.outcome.end()) {
    program.outcome.push_back(observed);
  }
  return index;
}

Expression ParseTerm(Scanner& scanner, Program& program) {
  const std::size_t index = Observe(ParseObserved(scanner, program), program);
  scanner.Expect("=");
  return Expression::Binary(Expression::Kind::kEqual, Expression::Variable(index),
                            Expression::Number(scanner.Number()));
}

void ParseCondition(std::string_view text, const std::string& place, LitmusTest& test) {
  Scanner scanner(text, place);
  if (scanner.Accept("data race exists")) {
    test.question = LitmusTest::Question::kRace;
  } else if (scanner.Accept("deadlock exists")) {
    test.question = LitmusTest::Question::kDeadlock;
  } else if (scanner.AcceptWord("exists")) {
    test.asked = ParseTerm(scanner, test.program);
    for (int terms = 1; scanner.Accept("/\\"); ++terms) {
      if (terms == kMaxNesting) {
        scanner.Fail(fmt::format("expected at most {} terms", kMaxNesting));
      }
      Expression term = ParseTerm(scanner, test.program);
      test.asked =
          Expression::Binary(Expression::Kind::kAnd, std::move(test.asked), std::move(term));
    }
  } else {
    scanner.Fail("expected 'exists' and a condition, 'data race exists' or 'deadlock exists',");
  }
  scanner.ExpectEnd();
}

}  // namespace

LitmusTest ParseLitmusTest(std::string name, std::string_view program, std::string_view condition) {
  LitmusTest test;
  test.text = program;
  test.condition = condition;
  test.program.name = std::move(name);
  const std::string place = fmt::format("test '{}'", test.program.name);
  const std::vector<std::string_view> threads = Split(program, "||");
  if (threads.size() > checker::kMaxThreads) {
    throw Malformed(fmt::format("{}: expected from 1 to {} threads, found {}", place,
                                checker::kMaxThreads, threads.size()));
  }
  for (std::size_t i = 0; i < threads.size(); ++i) {
    test.program.threads.push_back(
        ThreadParser(test.program, fmt::format("{}, thread {}", place, i)).Parse(threads[i]));
  }
  ObserveRegisters(test.program);
  ParseCondition(condition, place + ", condition", test);
  return test;
}

}  // namespace heddle::litmus
