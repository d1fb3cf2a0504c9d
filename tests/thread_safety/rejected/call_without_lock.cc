// SPDX-License-Identifier: BSD-3-Clause

#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/sync/std_sync.h"

namespace heddle::core {

Allocation Take(PageAlloc<Policies<StdSync>>& pages) { return pages.Alloc(1); }

}  // namespace heddle::core
