// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_SOURCE_DPOR_H_
#define HEDDLE_CHECKER_STRATEGY_SOURCE_DPOR_H_

#include "checker/strategy/tree_search.h"

namespace heddle::checker {

// Dynamic partial-order reduction with source sets and sleep sets (Abdulla, Aronis, Jonsson,
// Sagonas, "Optimal dynamic partial order reduction", POPL 2014, algorithm 1).
//
// At a new node one thread is tried. Others are added when a race is found: an event e and a later
// one e' of another thread that depend on each other and that nothing else orders. The other order
// of the two must be seen too, so at the node that chose e some thread has to be tried that can
// begin a way on which e' comes first: a thread whose next event is the first of what follows e
// without happening after it. Any such thread will do, and if one is there already, nothing is
// added: that is what makes the set of those tried a source set.
//
// A step may pick between alternatives, such as the value of a load. The first thread at a node is
// tried with all of them; one that is added, with those that it picked on the way that it is to
// begin, for with others the way may end where all are asleep. It is tried with the others too only
// if a way calls for them, or before a further thread, since it could not sleep otherwise.
//
// Where an execution ends early, in a deadlock, a violation or because all are asleep, the
// operations that threads were about to perform take part in races as if they had been.
class SourceDpor final : public TreeSearch {
 public:
  explicit SourceDpor(bool prune, const SearchRules& rules = {})
      : TreeSearch(rules), prune_(prune) {}

 private:
  ThreadSet Branches(const Node& node, ThreadSet /*available*/) const override {
    return ThreadSet::Of(node.chosen);
  }
  ThreadSet AllBranches(const Node& /*node*/, ThreadSet available) const override {
    return available;
  }
  bool UsesSleepSets() const override { return true; }
  bool Prunes(const Threads& threads, int thread, unsigned skipped) const override {
    return prune_ && CouldHaveBeenEarlier(threads, thread, skipped);
  }
  void Analyse(int thread, const Operation& operation, const VectorClock& after) override;

  void AnalyseFailure(int thread, const VectorClock& after) override;

  // Whether the operation could have been performed instead of the event, as far as its object
  // says.
  bool CouldComeBefore(const Operation& operation, const History::Event& event) const;
  // The event races with one of `thread` whose clock is `after`: sees to it that their other order
  // is explored, in which the latter picks as given.
  void Reverse(History::Index event, int thread, const VectorClock& after, Alternatives picks);
  // How a way from before the event to the other one can begin that leaves out what happens after
  // the event: with which threads, and what each picks.
  struct Beginnings {
    ThreadSet threads;
    std::array<Alternatives, kMaxThreads> picks;
  };
  Beginnings WaysTo(History::Index event, int thread, const VectorClock& after,
                    Alternatives picks) const;

  const bool prune_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_SOURCE_DPOR_H_
