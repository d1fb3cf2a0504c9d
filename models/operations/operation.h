// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_OPERATIONS_OPERATION_H_
#define HEDDLE_MODELS_OPERATIONS_OPERATION_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "core/scavenger/revision.h"
#include "models/operations/operation_world.h"

namespace heddle::models {

// What one thread of a composition does. Names of compositions list them in this order.
enum class OperationId : std::uint8_t {
  kAllocate,
  kAllocateAligned,
  kFree,
  kGrow,
  kCache,
  kScavenge,
  kSearch,
  kReserve,
  kStartGeneration,
  kStartGenerationTwice,
  kScavengeAll,
  kBackground,
};

inline constexpr std::array kOperations = {
    OperationId::kAllocate,
    OperationId::kAllocateAligned,
    OperationId::kFree,
    OperationId::kGrow,
    OperationId::kCache,
    OperationId::kScavenge,
    OperationId::kSearch,
    OperationId::kReserve,
    OperationId::kStartGeneration,
    OperationId::kStartGenerationTwice,
    OperationId::kScavengeAll,
    OperationId::kBackground,
};

struct Operation {
  std::string_view name;
  std::string_view does;   // "a thread allocates a page"
  std::string_view needs;  // of the layout; a composition without it shows less than it says
  core::Revision since;    // the first revision that has it
  bool needs_whole_heap;
  void (*run)(OperationWorld& world, Lease& lease);
};

const Operation& OperationOf(OperationId id);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_OPERATIONS_OPERATION_H_
