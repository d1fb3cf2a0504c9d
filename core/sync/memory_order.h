// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_MEMORY_ORDER_H_
#define HEDDLE_CORE_SYNC_MEMORY_ORDER_H_

#include <cstdint>

namespace heddle::core {

// How an access to shared memory orders what is around it. The C++ orders, and one below them:
// kPlain is no atomic access at all, which a protocol may ask for to show why it must be one.
enum class MemoryOrder : std::uint8_t {
  kPlain,
  kRelaxed,
  kAcquire,
  kRelease,
  kAcquireRelease,
  kSequentiallyConsistent,
};

constexpr const char* Name(MemoryOrder order) {
  switch (order) {
    case MemoryOrder::kPlain:
      return "plain";
    case MemoryOrder::kRelaxed:
      return "relaxed";
    case MemoryOrder::kAcquire:
      return "acquire";
    case MemoryOrder::kRelease:
      return "release";
    case MemoryOrder::kAcquireRelease:
      return "acq_rel";
    case MemoryOrder::kSequentiallyConsistent:
      return "seq_cst";
  }
  return "unknown order";
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_MEMORY_ORDER_H_
