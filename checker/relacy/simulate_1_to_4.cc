// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/simulation_of.h"

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<1>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<2>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<3>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<4>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);
