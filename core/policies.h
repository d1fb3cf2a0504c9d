// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_POLICIES_H_
#define HEDDLE_CORE_POLICIES_H_

#include "core/geometry/geometry.h"
#include "core/memory/concept.h"
#include "core/memory/null_memory.h"
#include "core/probe/probe.h"
#include "core/protocol/protocol.h"
#include "core/sync/concept.h"

namespace heddle::core {

// The world that an allocator lives in: one source, several of these.
template <SyncPolicy SyncT, MemoryPolicy MemoryT = NullMemory<SyncT>,
          GeometryPolicy GeometryT = ProductionGeometry, ProtocolPolicy ProtocolT = ShippedProtocol,
          ProbePolicy ProbeT = NoProbe>
struct Policies {
  using Sync = SyncT;
  using Memory = MemoryT;
  using Geometry = GeometryT;
  using Protocol = ProtocolT;
  using Probe = ProbeT;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_POLICIES_H_
