// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/expression.h"

#include <array>
#include <utility>

namespace heddle::litmus {
namespace {

using Kind = Expression::Kind;

constexpr std::array kOperators = {
    Operator{Kind::kAdd, "+"},    Operator{Kind::kSubtract, "-"},  Operator{Kind::kMultiply, "*"},
    Operator{Kind::kEqual, "=="}, Operator{Kind::kNotEqual, "!="}, Operator{Kind::kLess, "<"},
    Operator{Kind::kAnd, "and"},  Operator{Kind::kOr, "or"},
};

std::int64_t Apply(Kind kind, std::int64_t left, std::int64_t right) {
  // Unsigned, where overflow is no error.
  const auto a = static_cast<std::uint64_t>(left);
  const auto b = static_cast<std::uint64_t>(right);
  switch (kind) {
    case Kind::kAdd:
      return static_cast<std::int64_t>(a + b);
    case Kind::kSubtract:
      return static_cast<std::int64_t>(a - b);
    case Kind::kMultiply:
      return static_cast<std::int64_t>(a * b);
    case Kind::kEqual:
      return left == right ? 1 : 0;
    case Kind::kNotEqual:
      return left != right ? 1 : 0;
    case Kind::kLess:
      return left < right ? 1 : 0;
    case Kind::kAnd:
      return left != 0 && right != 0 ? 1 : 0;
    case Kind::kOr:
      return left != 0 || right != 0 ? 1 : 0;
    case Kind::kNumber:
    case Kind::kVariable:
      break;
  }
  return 0;
}

}  // namespace

Expression Expression::Number(std::int64_t number) {
  return {.kind = Kind::kNumber, .number = number, .variable = 0, .operands = {}};
}

Expression Expression::Variable(std::size_t variable) {
  return {.kind = Kind::kVariable, .number = 0, .variable = variable, .operands = {}};
}

Expression Expression::Binary(Kind kind, Expression left, Expression right) {
  Expression expression{.kind = kind, .number = 0, .variable = 0, .operands = {}};
  expression.operands.reserve(2);
  expression.operands.push_back(std::move(left));
  expression.operands.push_back(std::move(right));
  return expression;
}

std::span<const Operator> Operators() { return kOperators; }

std::int64_t Evaluate(const Expression& expression, std::span<const std::int64_t> values) {
  switch (expression.kind) {
    case Kind::kNumber:
      return expression.number;
    case Kind::kVariable:
      return values[expression.variable];
    default:
      return Apply(expression.kind, Evaluate(expression.operands[0], values),
                   Evaluate(expression.operands[1], values));
  }
}

}  // namespace heddle::litmus
