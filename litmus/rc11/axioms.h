// SPDX-License-Identifier: BSD-3-Clause
//
// The axioms of RC11, as they stand in
//
//   Ori Lahav, Viktor Vafeiadis, Jeehoon Kang, Chung-Kil Hur, and Derek Dreyer:
//   Repairing Sequential Consistency in C/C++11. PLDI 2017.
//
// All of them hold of an execution only if they hold of what it had grown from, so a candidate that
// breaks one need not be grown any further.

#ifndef HEDDLE_LITMUS_RC11_AXIOMS_H_
#define HEDDLE_LITMUS_RC11_AXIOMS_H_

#include "litmus/rc11/execution.h"
#include "litmus/rc11/relation.h"

namespace heddle::litmus::rc11 {

Relation HappensBefore(const Execution& execution);

// COHERENCE, ATOMICITY and SC. NO-THIN-AIR holds of every Execution.
bool IsConsistent(const Execution& execution, const Relation& happens_before);

// Two accesses to one location, at least one of them a write and at least one plain, that
// happens-before does not order.
bool HasRace(const Execution& execution, const Relation& happens_before);

}  // namespace heddle::litmus::rc11

#endif  // HEDDLE_LITMUS_RC11_AXIOMS_H_
