// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/program.h"

namespace heddle::litmus {

std::string NameOf(const Observed& observed, const Program& program) {
  switch (observed.kind) {
    case Observed::Kind::kRegister:
      return std::to_string(observed.thread) + "." +
             program.threads[observed.thread].registers[observed.index].name;
    case Observed::Kind::kAtomic:
      return program.atomics[observed.index].name;
    case Observed::Kind::kVariable:
      break;
  }
  return program.variables[observed.index].name;
}

}  // namespace heddle::litmus
