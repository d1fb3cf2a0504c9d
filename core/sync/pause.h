// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_PAUSE_H_
#define HEDDLE_CORE_SYNC_PAUSE_H_

namespace heddle::core {

// Tells the processor that this thread waits for another one: some tens of cycles, without its
// resources. Nothing on an architecture that has no such instruction.
inline void PauseProcessor() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_PAUSE_H_
