// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SCAVENGER_DESCRIBE_H_
#define HEDDLE_CORE_SCAVENGER_DESCRIBE_H_

#include <string>

#include "core/scavenger/cursor_scavenger.h"
#include "core/scavenger/locked_range_scavenger.h"
#include "core/scavenger/range_scavenger.h"
#include "core/sync/contains_address.h"

namespace heddle::core {

// Puts a scavenger's shared objects into words, for the traces of a checker: "scavenger lock", "low
// watermark", "cursor", ...; empty if the object is none of this scavenger's.
template <class P>
struct LockedRangeScavengerDescription {
  static std::string NameOf(const LockedRangeScavenger<P>& scavenger, const void* object)
      HEDDLE_NO_THREAD_SAFETY_ANALYSIS {  // takes addresses of guarded fields, reads none
    if (ContainsAddress(scavenger.lock_, object)) {
      return Name(LockRank::kScavenger);
    }
    if (ContainsAddress(scavenger.low_watermark_, object)) {
      return "low watermark";
    }
    if (ContainsAddress(scavenger.released_, object)) {
      return "released counter";
    }
    return scavenger.reservations_.NameOf(object);
  }
};

template <class P>
std::string NameIn(const CursorScavenger<P>& scavenger, const void* object) {
  return scavenger.NameOf(object);
}
template <class P>
std::string NameIn(const RangeScavenger<P>& scavenger, const void* object) {
  return scavenger.NameOf(object);
}
template <class P>
std::string NameIn(const LockedRangeScavenger<P>& scavenger, const void* object) {
  return LockedRangeScavengerDescription<P>::NameOf(scavenger, object);
}

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SCAVENGER_DESCRIBE_H_
