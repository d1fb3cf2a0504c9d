// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_COMPOSITIONS_COMPOSITION_H_
#define HEDDLE_MODELS_COMPOSITIONS_COMPOSITION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checker/program.h"
#include "core/scavenger/revision.h"
#include "models/model.h"
#include "models/operations/operation.h"

namespace heddle::models {

enum class HeapKind : std::uint8_t {
  kSmall,   // pages and scavenger; a reservation is all of it
  kShared,  // the same; a reservation is half of it, in whole chunks
  kWhole,   // with spans, growth, goal and caches; a reservation is all of it
};

// Generations that nobody disturbs, in each of which one scavenger goes on until it finds nothing
// more, and after which no page is left that is free and not released; one less is not enough. R1
// to R3 search all of the heap in each. R4 starts where the last one came to, and the finding is
// why something lies above that.
struct IdleGenerations {
  unsigned count = 1;
  std::string_view finding = {};  // of why more than one
};

// A model of these operations, if it is there for one of these revisions.
struct WrittenByHand {
  std::string_view model;  // without its prefix
  std::vector<core::Revision> revisions;
};

// Operations side by side, a thread each, on a heap laid out for them. There is a model of it for
// each revision that has all of them, but for those that a model written by hand is about.
struct Composition {
  std::vector<OperationId> operations;
  HeapKind heap = HeapKind::kSmall;
  std::string_view layout = {};
  IdleGenerations idle_in_r4 = {};
  std::vector<WrittenByHand> written = {};
  // One line; empty if it does.
  std::string_view makes_no_sense_because = {};
  Lane lane = Lane::kQuick;
  unsigned bound = 0;                     // as in Model
  std::vector<core::Revision> only = {};  // the revisions that it is made for; empty: all
};

// Every pair of operations, each with itself too, in their order.
const std::vector<Composition>& Pairs();
// Three and more.
const std::vector<Composition>& LargerCompositions();

// "pair/allocate+scavenge", with what models of the revision begin with.
std::string NameOf(const Composition& composition, core::Revision revision);
// The model written by hand that a composition is covered by. Empty: none.
std::string WrittenModelOf(const Composition& composition, core::Revision revision);
// Why there is no composition in a revision, in one line; empty: there is, or a model written by
// hand.
std::string WhyNot(const Composition& composition, core::Revision revision);

bool Has(const Composition& composition, OperationId id);
// What can watch it in this revision: a cursor has no reservations; pages from a cache, and aligned
// ones, are not the lowest that there are.
Oracles OraclesOf(const Composition& composition, core::Revision revision);
unsigned IdleGenerationsOf(const Composition& composition, core::Revision revision);

// Explores it, with so many idle generations at its end.
std::unique_ptr<checker::Program> MakeProgram(const Composition& composition,
                                              core::Revision revision, unsigned idle_generations,
                                              const ModelOptions& options);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_COMPOSITIONS_COMPOSITION_H_
