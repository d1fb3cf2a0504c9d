// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_PROTOCOL_REPAIR_CELL_H_
#define HEDDLE_CORE_PROTOCOL_REPAIR_CELL_H_

#include <source_location>
#include <type_traits>

#include "core/protocol/protocol.h"
#include "core/sync/contains_address.h"

namespace heddle::core {

// What a repair has to remember: plain memory under a lock, and none at all under a protocol that
// keeps no answers and so cannot repair anything, as the one that ships. There it reads as zero.
template <class Sync, ProtocolPolicy Protocol, class T>
class RepairCell {
 public:
  using Location = std::source_location;

  T Get(const Location& where = Location::current()) const {
    if constexpr (kIsThere) {
      return cell_.Get(where);
    } else {
      return T{};
    }
  }
  void Set(T value, const Location& where = Location::current()) {
    if constexpr (kIsThere) {
      cell_.Set(value, where);
    }
  }

  // For traces. Takes addresses only.
  bool Has(const void* object) const { return kIsThere && ContainsAddress(*this, object); }

 private:
  static constexpr bool kIsThere = !std::is_empty_v<Protocol>;
  struct Nothing {
    constexpr explicit Nothing(T /*value*/) {}
  };
  using Cell = std::conditional_t<kIsThere, typename Sync::template Shared<T>, Nothing>;

  [[no_unique_address]] Cell cell_{T{}};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_PROTOCOL_REPAIR_CELL_H_
