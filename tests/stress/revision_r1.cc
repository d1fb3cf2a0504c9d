// SPDX-License-Identifier: BSD-3-Clause

#include "tests/stress/stress.inl.h"

namespace heddle::stress {

template void StressRevision<core::Revision::kR1>(const StressOptions& options,
                                                  StressReport& report);

}  // namespace heddle::stress
