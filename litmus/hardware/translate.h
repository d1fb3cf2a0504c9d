// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_HARDWARE_TRANSLATE_H_
#define HEDDLE_LITMUS_HARDWARE_TRANSLATE_H_

#include "litmus/hardware/instruction.h"
#include "litmus/program.h"

namespace heddle::litmus {

// `thread` must outlive the code, which points to its expressions. Assertions are left out.
ThreadCode Translate(const Thread& thread);

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_HARDWARE_TRANSLATE_H_
