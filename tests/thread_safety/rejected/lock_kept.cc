// SPDX-License-Identifier: BSD-3-Clause

#include "core/page_alloc/page_alloc.h"
#include "core/policies.h"
#include "core/sync/std_sync.h"

namespace heddle::core {

void Keep(PageAlloc<Policies<StdSync>>& pages) { pages.heap_lock().lock(); }

}  // namespace heddle::core
