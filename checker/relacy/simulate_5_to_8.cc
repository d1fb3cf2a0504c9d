// SPDX-License-Identifier: BSD-3-Clause

#include "checker/relacy/simulation_of.h"

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<5>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<6>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<7>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);

template std::unique_ptr<heddle::checker::Simulation> heddle::checker::SimulateThreads<8>(
    Program&, const SimulationOptions&, Strategy*, std::optional<unsigned>);
