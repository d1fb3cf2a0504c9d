// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/hardware/instances.h"

namespace heddle::litmus {
namespace {

// Relaxed: the threads are woken through a mutex afterwards, and that orders it before them.
void Assign(HardwareWord& word, std::int64_t value) {
  word.store(static_cast<std::uint64_t>(value), core::MemoryOrder::kRelaxed);
}

}  // namespace

Instances::Instances(const Program& program, std::size_t count)
    : program_(program),
      atomics_(count, program.atomics.size()),
      variables_(count, program.variables.size()),
      mutexes_(count, program.mutexes.size()),
      events_(count, program.events.size()) {}

void Instances::Reset(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const Instance instance = (*this)[i];
    for (std::size_t j = 0; j < program_.atomics.size(); ++j) {
      Assign(instance.atomics[j].value, program_.atomics[j].initial.value_or(0));
    }
    for (std::size_t j = 0; j < program_.variables.size(); ++j) {
      instance.variables[j].value.Set(program_.variables[j].initial.value_or(0));
    }
    for (std::size_t j = 0; j < program_.mutexes.size(); ++j) {
      Assign(instance.mutexes[j].value, 0);
    }
    for (std::size_t j = 0; j < program_.events.size(); ++j) {
      Assign(instance.events[j].value, 0);
    }
  }
}

Instance Instances::operator[](std::size_t index) {
  return {atomics_.Row(index), variables_.Row(index), mutexes_.Row(index), events_.Row(index)};
}

}  // namespace heddle::litmus
