// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PROTOCOL_TUNABLE_PROTOCOL_H_
#define HEDDLE_CORE_PROTOCOL_TUNABLE_PROTOCOL_H_

#include <array>
#include <bitset>
#include <cstddef>

#include "core/protocol/protocol.h"

namespace heddle::core {

// A protocol whose answers are set at run time, so that one compiled model holds every fault.
// Starts as the design ships. Set before threads run; read by all of them afterwards.
class TunableProtocol {
 public:
  constexpr TunableProtocol() {
    for (std::size_t i = 0; i < orders_.size(); ++i) {
      orders_[i] = ShippedOrder(static_cast<Access>(i));
    }
  }

  TunableProtocol& Drop(Decision decision) {
    dropped_.set(static_cast<std::size_t>(decision));
    return *this;
  }
  TunableProtocol& Skip(Step step) {
    skipped_.set(static_cast<std::size_t>(step));
    return *this;
  }
  TunableProtocol& Change(Choice choice) {
    changed_.set(static_cast<std::size_t>(choice));
    return *this;
  }
  TunableProtocol& Weaken(Access access, MemoryOrder order) {
    orders_[static_cast<std::size_t>(access)] = order;
    return *this;
  }

  bool Holds(Decision decision) const { return !dropped_[static_cast<std::size_t>(decision)]; }
  bool Does(Step step) const { return !skipped_[static_cast<std::size_t>(step)]; }
  bool Chooses(Choice choice) const { return !changed_[static_cast<std::size_t>(choice)]; }
  MemoryOrder Order(Access access) const { return orders_[static_cast<std::size_t>(access)]; }

 private:
  std::bitset<static_cast<std::size_t>(Decision::kLast) + 1> dropped_;
  std::bitset<static_cast<std::size_t>(Step::kLast) + 1> skipped_;
  std::bitset<static_cast<std::size_t>(Choice::kLast) + 1> changed_;
  std::array<MemoryOrder, static_cast<std::size_t>(Access::kLast) + 1> orders_{};
};

static_assert(ProtocolPolicy<TunableProtocol>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_TUNABLE_PROTOCOL_H_
