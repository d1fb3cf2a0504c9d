// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

namespace heddle::litmus {
namespace {

using Json = nlohmann::ordered_json;

// Lists by hand: the library takes some initializer lists for objects.
template <class... Items>
Json List(Items&&... items) {
  Json list = Json::array();
  (list.push_back(Json(std::forward<Items>(items))), ...);
  return list;
}

Json ToJson(const Expression& expression, const std::vector<std::string>& names) {
  switch (expression.kind) {
    case Expression::Kind::kNumber:
      return expression.number;
    case Expression::Kind::kVariable:
      return names[expression.variable];
    default:
      break;
  }
  const auto found = std::ranges::find(Operators(), expression.kind, &Operator::kind);
  return List(std::string(found->sign), ToJson(expression.operands[0], names),
              ToJson(expression.operands[1], names));
}

// One thread's statements, each by the overload for its type.
class StatementWriter {
 public:
  StatementWriter(const Program& program, const Thread& thread) : program_(program) {
    for (const Register& each : thread.registers) {
      registers_.push_back(each.name);
    }
  }

  Json operator()(const Load& load) const {
    return List("load", registers_[load.to], Atomic(load.atomic), Name(load.order));
  }
  Json operator()(const Store& store) const {
    return List("store", Atomic(store.atomic), Value(store.value), Name(store.order));
  }
  Json operator()(const ReadModifyWrite& update) const {
    const bool exchange = update.kind == ReadModifyWrite::Kind::kExchange;
    return List(exchange ? "exchange" : "fetch_add",
                update.to ? Json(registers_[*update.to]) : Json(), Atomic(update.atomic),
                Value(update.operand), Name(update.order));
  }
  Json operator()(const CompareExchange& exchange) const {
    return List(exchange.weak ? "cas_weak" : "cas", registers_[exchange.succeeded],
                Atomic(exchange.atomic), registers_[exchange.expected], Value(exchange.desired),
                Name(exchange.success), Name(exchange.failure));
  }
  Json operator()(const Fence& fence) const { return List("fence", Name(fence.order)); }
  Json operator()(const Lock& lock) const { return List("lock", program_.mutexes[lock.mutex]); }
  Json operator()(const Unlock& unlock) const {
    return List("unlock", program_.mutexes[unlock.mutex]);
  }
  Json operator()(const TryLock& attempt) const {
    return WithBlocks(List("try_lock", program_.mutexes[attempt.mutex]), attempt.taken,
                      attempt.not_taken);
  }
  Json operator()(const Park& park) const { return List("park", program_.events[park.event]); }
  Json operator()(const Wake& wake) const { return List("wake", program_.events[wake.event]); }
  Json operator()(const Read& read) const {
    return List("read", registers_[read.to], program_.variables[read.variable].name);
  }
  Json operator()(const Write& write) const {
    return List("write", program_.variables[write.variable].name, Value(write.value));
  }
  Json operator()(const Set& set) const {
    return List("set", registers_[set.to], Value(set.value));
  }
  Json operator()(const If& choice) const {
    return WithBlocks(List("if", Value(choice.condition)), choice.then, choice.otherwise);
  }
  Json operator()(const Assert& assertion) const {
    return List("assert", Value(assertion.condition));
  }
  Json operator()(const Retry& retry) const {
    return List("retry", retry.times, ToJson(retry.body));
  }
  Json operator()(const Break& /*leave*/) const { return List("break"); }
  Json operator()(const Exit& /*end*/) const { return List("exit"); }

  Json ToJson(const Block& block) const {
    Json list = Json::array();
    for (const Statement& statement : block) {
      list.push_back(std::visit(*this, statement.what));
    }
    return list;
  }

 private:
  const std::string& Atomic(std::size_t index) const { return program_.atomics[index].name; }
  Json Value(const Expression& expression) const { return litmus::ToJson(expression, registers_); }
  Json WithBlocks(Json operation, const Block& then, const Block& otherwise) const {
    operation.push_back(ToJson(then));
    if (!otherwise.empty()) {
      operation.push_back(ToJson(otherwise));
    }
    return operation;
  }

  const Program& program_;
  std::vector<std::string> registers_;
};

Json ObjectsToJson(const std::vector<Object>& objects) {
  Json json = Json::object();
  for (const Object& object : objects) {
    json[object.name] = object.initial ? Json(*object.initial) : Json();
  }
  return json;
}

Json ToJson(const Thread& thread, const Program& program) {
  Json registers = Json::object();
  for (const Register& each : thread.registers) {
    registers[each.name] = each.initial;
  }
  Json json = Json::object();
  json["regs"] = std::move(registers);
  json["ops"] = StatementWriter(program, thread).ToJson(thread.body);
  return json;
}

Json ToJson(const Expectation& expectation) {
  Json json = Json::object();
  const auto add = [&](const char* key, const auto& value) {
    if (value) {
      json[key] = *value;
    }
  };
  add("relacy_full_executions", expectation.relacy_full_executions);
  add("traces", expectation.traces);
  add("dpor_executions", expectation.dpor_executions);
  if (expectation.outcomes) {
    if (const auto* const digest = std::get_if<OutcomeDigest>(&*expectation.outcomes)) {
      json["outcomes"] = Json::object();
      json["outcomes"]["count"] = digest->count;
      json["outcomes"]["fnv1a64"] = ToString(*digest);
    } else {
      json["outcomes"] = std::get<std::vector<Outcome>>(*expectation.outcomes);
    }
  }
  add("verdicts", expectation.verdicts);
  return json;
}

std::string ThreadsToText(const Program& program) {
  std::string text;
  for (const Thread& thread : program.threads) {
    text += fmt::format("{}\n    {}", text.empty() ? "" : ",", ToJson(thread, program).dump());
  }
  return "[" + text + "]";
}

std::string ToText(const TestCase& test) {
  const Program& program = test.program;
  std::string text = fmt::format("  {{\"name\":{}", Json(program.name).dump());
  const auto add = [&](std::string_view key, const std::string& json) {
    text += fmt::format(",\n   \"{}\":{}", key, json);
  };
  if (!program.atomics.empty()) {
    add("atomics", ObjectsToJson(program.atomics).dump());
  }
  if (!program.variables.empty()) {
    add("vars", ObjectsToJson(program.variables).dump());
  }
  if (!program.mutexes.empty()) {
    add("mutexes", Json(program.mutexes).dump());
  }
  if (!program.events.empty()) {
    add("events", Json(program.events).dump());
  }
  add("threads", ThreadsToText(program));
  std::vector<std::string> observed;
  observed.reserve(program.outcome.size());
  for (const Observed& each : program.outcome) {
    observed.push_back(NameOf(each, program));
  }
  add("outcome", Json(observed).dump());
  if (program.check) {
    add("check", ToJson(*program.check, observed).dump());
  }
  if (test.expectation) {
    add("expect", ToJson(*test.expectation).dump());
  }
  return text + "}";
}

}  // namespace

std::string WritePrograms(std::span<const TestCase> cases) {
  std::string text;
  for (const TestCase& test : cases) {
    text += fmt::format("{}\n{}", text.empty() ? "" : ",", ToText(test));
  }
  return R"({"format":"heddle-programs/1","programs":[)" + text + "\n]}\n";
}

}  // namespace heddle::litmus
