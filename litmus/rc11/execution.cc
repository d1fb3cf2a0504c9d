// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/execution.h"

namespace heddle::litmus::rc11 {

Execution::Execution(std::span<const std::int64_t> initial) {
  for (std::size_t location = 0; location < initial.size(); ++location) {
    Append({Event::Kind::kWrite, core::MemoryOrder::kPlain, kInitialThread, location,
            initial[location]});
  }
}

void Execution::Add(const Step& step, std::size_t source, std::size_t predecessor) {
  if (step.fence) {
    Append(*step.fence);
  }
  if (step.read) {
    const std::size_t read = Append(*step.read);
    reads_from_.Add(source, read);
    if (step.write) {
      read_modify_write_.Add(read, read + 1);
    }
  }
  if (step.write) {
    InsertIntoModificationOrder(Append(*step.write), predecessor);
  }
}

std::size_t Execution::Append(const Event& event) {
  const std::size_t added = events_.size();
  events_.push_back(event);
  for (std::size_t i = 0; i < added; ++i) {
    const bool is_initial = events_[i].thread == kInitialThread;
    if (events_[i].thread == event.thread ? !is_initial : is_initial) {
      sequenced_before_.Add(i, added);
    }
  }
  if (event.kind == Event::Kind::kFence) {
    return added;
  }
  for (std::size_t i = 0; i <= added; ++i) {
    if (events_[i].kind != Event::Kind::kFence && events_[i].location == event.location) {
      same_location_.Add(i, added);
      same_location_.Add(added, i);
    }
  }
  return added;
}

void Execution::InsertIntoModificationOrder(std::size_t write, std::size_t predecessor) {
  for (const std::size_t other : WritesTo(events_[write].location)) {
    if (other == predecessor || modification_order_.Contains(other, predecessor)) {
      modification_order_.Add(other, write);
    } else if (other != write) {
      modification_order_.Add(write, other);
    }
  }
}

std::vector<std::size_t> Execution::WritesTo(std::size_t location) const {
  std::vector<std::size_t> writes;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    if (events_[i].kind == Event::Kind::kWrite && events_[i].location == location) {
      writes.push_back(i);
    }
  }
  return writes;
}

std::int64_t Execution::FinalValue(std::size_t location) const {
  for (const std::size_t write : WritesTo(location)) {
    if (modification_order_.From(write) == 0) {
      return events_[write].value;
    }
  }
  return 0;  // never: every location has its initial write
}

}  // namespace heddle::litmus::rc11
