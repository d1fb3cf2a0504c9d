// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_EXECUTOR_H_
#define HEDDLE_LITMUS_HARDWARE_EXECUTOR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "litmus/hardware/blocking.h"
#include "litmus/hardware/instances.h"
#include "litmus/hardware/instruction.h"

namespace heddle::litmus {

// Runs the code of one thread.
class Executor {
 public:
  Executor(ThreadCode code, std::size_t thread, Blocking& blocking);

  // The final values of the registers go to `registers`. False if no thread can go on.
  bool Run(const Instance& instance, std::span<std::int64_t> registers);

 private:
  bool RunInstructions(const Instance& instance);

  void Access(const Instruction& instruction, HardwareWord& atomic);

  // What the operations of the same name do.
  void Load(const Instruction& instruction, HardwareWord& atomic);
  void Store(const Instruction& instruction, HardwareWord& atomic);
  void Exchange(const Instruction& instruction, HardwareWord& atomic);
  void FetchAdd(const Instruction& instruction, HardwareWord& atomic);
  template <bool kWeak>
  void CompareExchange(const Instruction& instruction, HardwareWord& atomic);
  bool Lock(HardwareWord& mutex);
  bool Park(HardwareWord& event);

  std::uint64_t Word(Slot slot) const { return static_cast<std::uint64_t>(frame_[slot]); }
  void SetWord(Slot slot, std::uint64_t word) { frame_[slot] = static_cast<std::int64_t>(word); }

  ThreadCode code_;
  std::vector<std::int64_t> frame_;
  std::size_t thread_;
  Blocking& blocking_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_EXECUTOR_H_
