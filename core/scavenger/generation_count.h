// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_GENERATION_COUNT_H_
#define HEDDLE_CORE_SCAVENGER_GENERATION_COUNT_H_

#include <cstdint>
#include <source_location>
#include <type_traits>

#include "core/protocol/protocol.h"

namespace heddle::core {

// What the background scavenger has released in a generation, in bytes: for a trace line. Any
// thread adds to it and reads it, without a lock. A statistic, so its order is relaxed, which
// pairs with nothing; it may miss what comes while a generation begins (R4-g).
template <class Sync, ProtocolPolicy Protocol>
class GenerationCount {
 public:
  using Location = std::source_location;

  explicit GenerationCount(const Protocol& protocol) : protocol_(protocol) {}

  std::uint64_t Get(const Location& where = Location::current()) const {
    if constexpr (kMayBePlain) {
      if (IsPlain(where)) {
        return plain_.Get(where);
      }
    }
    return bytes_.load(protocol_.Order(Access::kReleasedCounter, where), where);
  }

  void Add(std::uint64_t bytes, const Location& where = Location::current()) {
    if (IsPlain(where) || !protocol_.Holds(Decision::kCountsGenerationInOneStep, where)) {
      Set(Get(where) + bytes, where);
    } else {
      bytes_.fetch_add(bytes, protocol_.Order(Access::kReleasedCounter, where), where);
    }
  }

  void Subtract(std::uint64_t bytes, const Location& where = Location::current()) {
    if (IsPlain(where)) {
      Set(Get(where) - bytes, where);
    } else {
      bytes_.fetch_sub(bytes, protocol_.Order(Access::kReleasedCounter, where), where);
    }
  }

  void Set(std::uint64_t bytes, const Location& where = Location::current()) {
    if constexpr (kMayBePlain) {
      if (IsPlain(where)) {
        plain_.Set(bytes, where);
        return;
      }
    }
    bytes_.store(bytes, protocol_.Order(Access::kReleasedCounter, where), where);
  }

 private:
  // A protocol that keeps an answer may ask for no atomic at all; the one that ships does not.
  static constexpr bool kMayBePlain = !std::is_empty_v<Protocol>;
  struct Nothing {};
  using Plain =
      std::conditional_t<kMayBePlain, typename Sync::template Shared<std::uint64_t>, Nothing>;

  bool IsPlain(const Location& where) const {
    return protocol_.Order(Access::kReleasedCounter, where) == MemoryOrder::kPlain;
  }

  [[no_unique_address]] Protocol protocol_;
  typename Sync::template Atomic<std::uint64_t> bytes_{0};
  [[no_unique_address]] Plain plain_{};
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_GENERATION_COUNT_H_
