// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_MODEL_H_
#define HEDDLE_MODELS_MODEL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checker/program.h"
#include "core/protocol/tunable_protocol.h"
#include "core/scavenger/revision.h"

namespace heddle::models {

// What watches a model: each is described in models/oracles, but for the checker's own, races and
// the order of locks. A fault may switch one off to show what is behind it.
struct Oracles {
  bool races = true;            // accesses to plain memory that nothing orders
  bool invariants = true;       // structural: I1 to I10, I22, I23, at releases; I19 at the end
  bool contents = true;         // of pages: owners use theirs
  bool ledger = true;           // outstanding reservations: I20, I21, I24, I25, I28 to I30
  bool accounting = true;       // counters against bitmaps when all threads are done
  bool lock_ranks = true;       // the order of locks, at every acquisition
  bool lock_discipline = true;  // what is held during a release, and on exit
  bool linearizability = true;  // results against those of first fit
  bool lost_work = true;        // what is free is released in the end
  bool progress = true;         // what is possible comes about

  friend bool operator==(const Oracles&, const Oracles&) = default;
};

struct ModelOptions {
  core::TunableProtocol protocol;
  Oracles oracles;
};

// How much there is to explore.
enum class Lane : std::uint8_t {
  kQuick,  // seconds at most: for every change
  kDeep,   // for those who ask for it
};

// A scenario that can be explored. The same one may be there for several revisions of the
// scavenger, each a model of its own; those of other revisions than R4 begin with it: "r1/...".
struct Model {
  std::string name;
  std::string shows;                       // one sentence: what the threads do and what must hold
  std::string_view layout;                 // of the heap, see small_heap.h; empty if there is none
  std::optional<core::Revision> revision;  // of the scavenger; empty if there is none
  int threads;
  std::function<std::unique_ptr<checker::Program>(const ModelOptions& options)> make;
  // What can watch it; race detection and the order of locks watch any program.
  Oracles oracles = {};
  // After so many generations in which nobody allocates or frees, all that is free is released; 0
  // is the generation that the threads leave behind. Empty: it demands nothing of the kind, or work
  // of its own.
  std::optional<unsigned> idle_generations = {};
  Lane lane = Lane::kQuick;
  // Of a deep model that no search comes to the end of: what it is explored within, in preemptions,
  // unless a strategy is asked for. 0: none.
  unsigned bound = 0;
};

// What the names of a revision's models begin with. The latest one's go without.
constexpr std::string_view PrefixOf(std::optional<core::Revision> revision) {
  if (revision == core::Revision::kR1) {
    return "r1/";
  }
  if (revision == core::Revision::kR2) {
    return "r2/";
  }
  return revision == core::Revision::kR3 ? "r3/" : "";
}

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_MODEL_H_
