// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PROTOCOL_TUNABLE_PROTOCOL_H_
#define HEDDLE_CORE_PROTOCOL_TUNABLE_PROTOCOL_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <source_location>

#include "core/protocol/asked_places.h"
#include "core/protocol/protocol.h"
#include "core/protocol/questions.h"

namespace heddle::core {

// A protocol whose answers are set at run time, so that one compiled model holds every fault.
// Starts as the design ships. Set before threads run; read by all of them afterwards.
class TunableProtocol {
 public:
  using Location = std::source_location;

  constexpr TunableProtocol() {
    for (std::size_t i = 0; i < orders_.size(); ++i) {
      orders_[i] = ShippedOrder(static_cast<Access>(i));
    }
  }

  TunableProtocol& Drop(Decision decision) {
    dropped_.set(static_cast<std::size_t>(decision));
    return *this;
  }
  // The opposite: as shipped.
  TunableProtocol& Keep(Decision decision) {
    dropped_.reset(static_cast<std::size_t>(decision));
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
  TunableProtocol& Repair(core::Repair repair) {
    repaired_.set(static_cast<std::size_t>(repair));
    return *this;
  }
  // From now on `places`, which outlives this and what is copied from it, is told where each
  // question is asked.
  TunableProtocol& TellPlaces(AskedPlaces& places) {
    places_ = &places;
    return *this;
  }

  bool Holds(Decision decision, const Location& where = Location::current()) const {
    Tell(decision, where);
    return !dropped_[static_cast<std::size_t>(decision)];
  }
  bool Does(Step step, const Location& where = Location::current()) const {
    Tell(step, where);
    return !skipped_[static_cast<std::size_t>(step)];
  }
  bool Chooses(Choice choice) const { return !changed_[static_cast<std::size_t>(choice)]; }
  MemoryOrder Order(Access access, const Location& where = Location::current()) const {
    Tell(access, where);
    return orders_[static_cast<std::size_t>(access)];
  }
  bool Repairs(core::Repair repair) const { return repaired_[static_cast<std::size_t>(repair)]; }

 private:
  void Tell(Question question, const Location& where) const {
    if (places_ != nullptr) {
      places_->Add(question, where);
    }
  }

  std::bitset<kDecisionCount> dropped_;
  std::bitset<kStepCount> skipped_;
  std::bitset<static_cast<std::size_t>(Choice::kLast) + 1> changed_;
  std::bitset<static_cast<std::size_t>(core::Repair::kLast) + 1> repaired_;
  std::array<MemoryOrder, kAccessCount> orders_{};
  AskedPlaces* places_ = nullptr;
};

static_assert(ProtocolPolicy<TunableProtocol>);

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_TUNABLE_PROTOCOL_H_
