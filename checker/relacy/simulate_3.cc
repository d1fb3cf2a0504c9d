// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/simulate_threads.h"

template heddle::checker::SimulationResult heddle::checker::SimulateThreads<3>(
    const SimulationRequest&);
