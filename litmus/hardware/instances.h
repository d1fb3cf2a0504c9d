// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_INSTANCES_H_
#define HEDDLE_LITMUS_HARDWARE_INSTANCES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/sync/std_sync.h"
#include "litmus/program.h"

namespace heddle::litmus {

// What threads share must not share a cache line: an access to one object would fetch the other.
inline constexpr std::size_t kCacheLine = 64;

template <class T>
struct alignas(kCacheLine) CacheLine {
  T value;
};

using HardwareWord = core::StdSync::Atomic<std::uint64_t>;
using HardwareVariable = core::StdSync::Shared<std::int64_t>;

// The shared objects of one run.
struct Instance {
  CacheLine<HardwareWord>* atomics;
  CacheLine<HardwareVariable>* variables;
  // 1: taken. Not a StdSync::Mutex, because that cannot be tried, and a wait for it not be given
  // up.
  CacheLine<HardwareWord>* mutexes;
  CacheLine<HardwareWord>* events;  // 1: set
};

// The shared objects of all runs of a batch.
class Instances {
 public:
  Instances(const Program& program, std::size_t count);

  // The first `count` of them become as they are before the threads. While no thread is at work.
  void Reset(std::size_t count);

  Instance operator[](std::size_t index);

 private:
  // The objects of one kind, instance after instance.
  template <class T>
  struct Grid {
    Grid(std::size_t count, std::size_t width) : width(width), cells(count * width) {}

    CacheLine<T>* Row(std::size_t index) { return cells.data() + index * width; }

    std::size_t width;  // how many there are in the program
    std::vector<CacheLine<T>> cells;
  };

  const Program& program_;
  Grid<HardwareWord> atomics_;
  Grid<HardwareVariable> variables_;
  Grid<HardwareWord> mutexes_;
  Grid<HardwareWord> events_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_INSTANCES_H_
