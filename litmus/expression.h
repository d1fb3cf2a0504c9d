// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_EXPRESSION_H_
#define HEDDLE_LITMUS_EXPRESSION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace heddle::litmus {

// An expression over 64-bit integers. Truth is non-zero; comparisons and logic give 0 or 1.
struct Expression {
  enum class Kind : std::uint8_t {
    kNumber,
    kVariable,
    kAdd,
    kSubtract,
    kMultiply,
    kEqual,
    kNotEqual,
    kLess,
    kAnd,
    kOr,
  };

  Kind kind = Kind::kNumber;
  std::int64_t number = 0;           // of kNumber
  std::size_t variable = 0;          // of kVariable: which of the values
  std::vector<Expression> operands;  // two of an operator, none otherwise

  static Expression Number(std::int64_t number);
  static Expression Variable(std::size_t variable);
  static Expression Binary(Kind kind, Expression left, Expression right);

  friend bool operator==(const Expression&, const Expression&) = default;
};

// The operators and how they are written: `+`, `and`, ...
struct Operator {
  Expression::Kind kind;
  std::string_view sign;
};
std::span<const Operator> Operators();

// Both operands of an operator are evaluated; what overflows wraps around. Allocates nothing.
std::int64_t Evaluate(const Expression& expression, std::span<const std::int64_t> values);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_EXPRESSION_H_
