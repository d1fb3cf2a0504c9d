// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/program_size.h"

#include <algorithm>
#include <span>
#include <variant>

#include "litmus/rc11/locations.h"

namespace heddle::litmus::rc11 {
namespace {

using Size = std::optional<std::size_t>;

Size MostEvents(const Block& block);

// Of one statement.
struct Counter {
  Size operator()(const Load& /*is*/) const { return 1; }
  Size operator()(const Store& /*is*/) const { return 1; }
  Size operator()(const ReadModifyWrite& /*is*/) const { return 2; }
  Size operator()(const CompareExchange& exchange) const {
    return exchange.weak ? std::nullopt : Size(2);
  }
  Size operator()(const Fence& /*is*/) const { return 1; }
  Size operator()(const Lock& /*is*/) const { return 2; }
  Size operator()(const Unlock& /*is*/) const { return 1; }
  Size operator()(const TryLock& /*is*/) const { return std::nullopt; }
  Size operator()(const Park& /*is*/) const { return 2; }
  Size operator()(const Wake& /*is*/) const { return 2; }
  Size operator()(const Read& /*is*/) const { return 1; }
  Size operator()(const Write& /*is*/) const { return 1; }
  Size operator()(const Set& /*is*/) const { return 0; }
  Size operator()(const If& choice) const {
    const Size then = MostEvents(choice.then);
    const Size otherwise = MostEvents(choice.otherwise);
    return then && otherwise ? Size(std::max(*then, *otherwise)) : std::nullopt;
  }
  Size operator()(const Assert& /*is*/) const { return std::nullopt; }
  Size operator()(const Retry& /*is*/) const { return std::nullopt; }
  Size operator()(const Break& /*is*/) const { return std::nullopt; }
  Size operator()(const Exit& /*is*/) const { return 0; }
};

Size MostEvents(const Block& block) {
  std::size_t sum = 0;
  for (const Statement& statement : block) {
    const Size size = std::visit(Counter(), statement.what);
    if (!size) {
      return std::nullopt;
    }
    sum += *size;
  }
  return sum;
}

bool HaveInitialValues(std::span<const Object> objects) {
  return std::ranges::all_of(objects,
                             [](const Object& object) { return object.initial.has_value(); });
}

}  // namespace

std::optional<std::size_t> MostEvents(const Program& program) {
  if (!HaveInitialValues(program.atomics) || !HaveInitialValues(program.variables)) {
    return std::nullopt;
  }
  std::size_t sum = Locations(program).size();
  for (const Thread& thread : program.threads) {
    const Size size = MostEvents(thread.body);
    if (!size) {
      return std::nullopt;
    }
    sum += *size;
  }
  return sum;
}

}  // namespace heddle::litmus::rc11
