// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/json_statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "litmus/orders.h"

namespace heddle::litmus {
namespace {

using core::MemoryOrder;

constexpr std::array kOrders = {MemoryOrder::kRelaxed, MemoryOrder::kAcquire, MemoryOrder::kRelease,
                                MemoryOrder::kAcquireRelease, MemoryOrder::kSequentiallyConsistent};
constexpr std::int64_t kMaxRetries = 1000;

MemoryOrder ReadOrder(const JsonCursor& json) {
  const std::string text = json.Text();
  const auto* const order =
      std::ranges::find_if(kOrders, [&](MemoryOrder each) { return Name(each) == text; });
  if (order == kOrders.end()) {
    json.Fail(fmt::format(
        "unknown memory order '{}'; expected relaxed, acquire, release, acq_rel or seq_cst", text));
  }
  return *order;
}

Expression ReadNested(const JsonCursor& json, std::string_view what,
                      const std::vector<std::string>& names, int depth) {
  if (depth > kMaxNesting) {
    json.Fail(fmt::format("an expression nested deeper than {} levels", kMaxNesting));
  }
  if (json.IsInteger()) {
    return Expression::Number(json.Integer());
  }
  if (json.IsText()) {
    return Expression::Variable(IndexOf(json, what, names));
  }
  if (!json.IsList()) {
    json.Fail(fmt::format("expected an expression: an integer, a {} or [operator, a, b]", what));
  }
  // Where in an expression it is shows in the message without numbers.
  const std::vector<JsonCursor> items = json.Items("part");
  if (items.size() != 3) {
    json.Fail(fmt::format("an expression is [operator, a, b], not a list of {}", items.size()));
  }
  const std::string sign = items[0].Named(json.place()).Text();
  const auto operators = Operators();
  const auto found = std::ranges::find(operators, sign, &Operator::sign);
  if (found == operators.end()) {
    json.Fail(fmt::format("unknown operator '{}'; expected + - * == != < and or", sign));
  }
  return Expression::Binary(found->kind,
                            ReadNested(items[1].Named(json.place()), what, names, depth + 1),
                            ReadNested(items[2].Named(json.place()), what, names, depth + 1));
}

template <class T>
std::vector<std::string> NamesOf(const std::vector<T>& named) {
  std::vector<std::string> names;
  names.reserve(named.size());
  for (const T& each : named) {
    names.push_back(each.name);
  }
  return names;
}

class BodyReader {
 public:
  BodyReader(const Program& program, const Thread& thread)
      : atomics_(NamesOf(program.atomics)),
        variables_(NamesOf(program.variables)),
        mutexes_(program.mutexes),
        events_(program.events),
        registers_(NamesOf(thread.registers)) {}

  Block ReadBlock(const JsonCursor& json, std::string_view item) {
    if (depth_ > kMaxNesting) {
      json.Fail(fmt::format("operations nested deeper than {} levels", kMaxNesting));
    }
    ++depth_;
    Block block;
    for (const JsonCursor& operation : json.Items(item)) {
      block.push_back(ReadStatement(operation));
    }
    --depth_;
    return block;
  }

 private:
  // How an operation is written, and what reads it.
  struct Form {
    std::string_view name;
    std::size_t least;  // operands
    std::size_t most;
    std::string_view operands;
    Statement (BodyReader::*read)();
  };
  static const std::array<Form, 20> kForms;

  Statement ReadStatement(const JsonCursor& json) {
    std::vector<JsonCursor> items = json.Items("part");
    if (items.empty() || !items[0].IsText()) {
      json.Fail("expected an operation: a list that begins with its name");
    }
    const std::string name = items[0].Text();
    const auto* const form = std::ranges::find(kForms, name, &Form::name);
    if (form == kForms.end()) {
      json.Fail(fmt::format("unknown operation '{}'", name));
    }
    const std::size_t operands = items.size() - 1;
    if (operands < form->least || operands > form->most) {
      json.Fail(fmt::format("'{}' is written [\"{}\"{}], with {} operand{}, not {}", name, name,
                            form->operands, Range(*form), form->most == 1 ? "" : "s", operands));
    }
    // Blocks within are read by the same reader.
    std::vector<JsonCursor> outer = std::exchange(items_, std::move(items));
    std::string outer_place = std::exchange(place_, fmt::format("{}, '{}'", json.place(), name));
    Statement statement = (this->*form->read)();
    items_ = std::move(outer);
    place_ = std::move(outer_place);
    return statement;
  }

  static std::string Range(const Form& form) {
    return form.least == form.most ? fmt::format("{}", form.most)
                                   : fmt::format("{} to {}", form.least, form.most);
  }

  JsonCursor Operand(std::size_t index) const { return items_[index].Named(place_); }

  std::size_t RegisterAt(std::size_t i) const {
    return IndexOf(Operand(i), "register", registers_);
  }
  std::size_t AtomicAt(std::size_t i) const { return IndexOf(Operand(i), "atomic", atomics_); }
  std::size_t VariableAt(std::size_t i) const { return IndexOf(Operand(i), "var", variables_); }
  std::size_t MutexAt(std::size_t i) const { return IndexOf(Operand(i), "mutex", mutexes_); }
  std::size_t EventAt(std::size_t i) const { return IndexOf(Operand(i), "event", events_); }
  Expression ValueAt(std::size_t i) const {
    return ReadExpression(Operand(i), "register", registers_);
  }
  MemoryOrder OrderAt(std::size_t i, bool (*fits)(MemoryOrder)) const {
    const MemoryOrder order = ReadOrder(Operand(i));
    if (!fits(order)) {
      Operand(i).Fail(fmt::format("the memory order cannot be {}", Name(order)));
    }
    return order;
  }
  Block BlockAt(std::size_t i, std::string_view name) {
    return i < items_.size() ? ReadBlock(Operand(i), name) : Block();
  }

  Statement ReadLoad() { return {Load{RegisterAt(1), AtomicAt(2), OrderAt(3, FitsLoad)}}; }
  Statement ReadStore() { return {Store{AtomicAt(1), ValueAt(2), OrderAt(3, FitsStore)}}; }
  Statement ReadExchange() { return ReadUpdate(ReadModifyWrite::Kind::kExchange); }
  Statement ReadFetchAdd() { return ReadUpdate(ReadModifyWrite::Kind::kFetchAdd); }
  Statement ReadUpdate(ReadModifyWrite::Kind kind) {
    const auto to = items_[1].IsNull() ? std::nullopt : std::optional(RegisterAt(1));
    return {ReadModifyWrite{kind, to, AtomicAt(2), ValueAt(3), OrderAt(4, IsAtomicOrder)}};
  }
  Statement ReadStrong() { return ReadCompareExchange(/*weak=*/false); }
  Statement ReadWeak() { return ReadCompareExchange(/*weak=*/true); }
  Statement ReadCompareExchange(bool weak) {
    CompareExchange statement{weak,
                              RegisterAt(1),
                              AtomicAt(2),
                              RegisterAt(3),
                              ValueAt(4),
                              OrderAt(5, IsAtomicOrder),
                              OrderAt(6, FitsLoad)};
    if (!FitsCompareExchange(statement.success, statement.failure)) {
      Operand(6).Fail(fmt::format("the memory order of the failure, {}, is stronger than {}",
                                  Name(statement.failure), Name(statement.success)));
    }
    return {std::move(statement)};
  }
  Statement ReadFence() { return {Fence{OrderAt(1, FitsFence)}}; }
  Statement ReadLock() { return {Lock{MutexAt(1)}}; }
  Statement ReadUnlock() { return {Unlock{MutexAt(1)}}; }
  Statement ReadTryLock() {
    const std::size_t mutex = MutexAt(1);
    Block taken = BlockAt(2, "then");
    return {TryLock{mutex, std::move(taken), BlockAt(3, "else")}};
  }
  Statement ReadPark() { return {Park{EventAt(1)}}; }
  Statement ReadWake() { return {Wake{EventAt(1)}}; }
  Statement ReadRead() { return {Read{RegisterAt(1), VariableAt(2)}}; }
  Statement ReadWrite() { return {Write{VariableAt(1), ValueAt(2)}}; }
  Statement ReadSet() { return {Set{RegisterAt(1), ValueAt(2)}}; }
  Statement ReadIf() {
    Expression condition = ValueAt(1);
    Block then = BlockAt(2, "then");
    return {If{std::move(condition), std::move(then), BlockAt(3, "else")}};
  }
  Statement ReadAssert() { return {Assert{ValueAt(1)}}; }
  Statement ReadRetry() {
    const std::int64_t times = Operand(1).Integer();
    if (times < 1 || times > kMaxRetries) {
      Operand(1).Fail(fmt::format("expected from 1 to {} times, not {}", kMaxRetries, times));
    }
    ++retries_;
    Block body = BlockAt(2, "body");
    --retries_;
    return {Retry{times, std::move(body)}};
  }
  Statement ReadBreak() {
    if (retries_ == 0) {
      Operand(0).Fail("there is no retry around it to leave");
    }
    return {Break{}};
  }
  Statement ReadExit() { return {Exit{}}; }

  std::vector<std::string> atomics_;
  std::vector<std::string> variables_;
  std::vector<std::string> mutexes_;
  std::vector<std::string> events_;
  std::vector<std::string> registers_;
  std::vector<JsonCursor> items_;  // of the operation that is read: its name, then its operands
  std::string place_;
  int depth_ = 0;
  int retries_ = 0;  // around it
};

const std::array<BodyReader::Form, 20> BodyReader::kForms = {{
    {"load", 3, 3, ", r, a, order", &BodyReader::ReadLoad},
    {"store", 3, 3, ", a, e, order", &BodyReader::ReadStore},
    {"exchange", 4, 4, ", r, a, e, order", &BodyReader::ReadExchange},
    {"fetch_add", 4, 4, ", r, a, e, order", &BodyReader::ReadFetchAdd},
    {"cas", 6, 6, ", ok, a, expected, e, order, order", &BodyReader::ReadStrong},
    {"cas_weak", 6, 6, ", ok, a, expected, e, order, order", &BodyReader::ReadWeak},
    {"fence", 1, 1, ", order", &BodyReader::ReadFence},
    {"lock", 1, 1, ", m", &BodyReader::ReadLock},
    {"unlock", 1, 1, ", m", &BodyReader::ReadUnlock},
    {"try_lock", 2, 3, ", m, [then], [else]", &BodyReader::ReadTryLock},
    {"park", 1, 1, ", e", &BodyReader::ReadPark},
    {"wake", 1, 1, ", e", &BodyReader::ReadWake},
    {"read", 2, 2, ", r, x", &BodyReader::ReadRead},
    {"write", 2, 2, ", x, e", &BodyReader::ReadWrite},
    {"set", 2, 2, ", r, e", &BodyReader::ReadSet},
    {"if", 2, 3, ", e, [then], [else]", &BodyReader::ReadIf},
    {"assert", 1, 1, ", e", &BodyReader::ReadAssert},
    {"retry", 2, 2, ", n, [body]", &BodyReader::ReadRetry},
    {"break", 0, 0, "", &BodyReader::ReadBreak},
    {"exit", 0, 0, "", &BodyReader::ReadExit},
}};

}  // namespace

std::size_t IndexOf(const JsonCursor& name, std::string_view what,
                    const std::vector<std::string>& names) {
  if (!name.IsText()) {
    name.Fail(fmt::format("expected the name of a {}", what));
  }
  const auto found = std::ranges::find(names, name.Text());
  if (found == names.end()) {
    name.Fail(fmt::format(
        "unknown {} '{}'; {}", what, name.Text(),
        names.empty() ? "there is none" : fmt::format("expected {}", fmt::join(names, ", "))));
  }
  return static_cast<std::size_t>(found - names.begin());
}

Expression ReadExpression(const JsonCursor& json, std::string_view what,
                          const std::vector<std::string>& names) {
  return ReadNested(json, what, names, 0);
}

Block ReadBody(const JsonCursor& json, const Program& program, const Thread& thread) {
  return BodyReader(program, thread).ReadBlock(json, "operation");
}

}  // namespace heddle::litmus
