// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/litmus_test.h"

namespace heddle::litmus {

std::string_view Name(Relation relation) {
  switch (relation) {
    case Relation::kSame:
      return "same";
    case Relation::kStronger:
      return "relacy stronger";
    case Relation::kWeaker:
      break;
  }
  return "relacy weaker";
}

}  // namespace heddle::litmus
