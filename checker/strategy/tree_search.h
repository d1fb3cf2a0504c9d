// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_STRATEGY_TREE_SEARCH_H_
#define HEDDLE_CHECKER_STRATEGY_TREE_SEARCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "checker/strategy/alternatives.h"
#include "checker/strategy/rules.h"
#include "checker/strategy/strategy.h"
#include "checker/strategy/subtree.h"
#include "checker/trace/history.h"
#include "checker/trace/malloc_vector.h"

namespace heddle::checker {

// Depth-first search over all decisions, the common part of the exhaustive strategies. Remembers
// the decisions of the current execution, one node for each step; Advance changes the last decision
// that has an alternative left, and the next execution repeats what comes before it. What differs
// between strategies is which threads are to be tried at a node:
//
//   backtrack  those that are known to be worth it. Of some only certain alternatives are, so long
//              as no other thread is to be tried after them: sleep knows threads, not alternatives
//   sleep      those that are not: all that they lead to was seen from an earlier node
//   done       those that have been tried
class TreeSearch : public Strategy {
 public:
  struct Node {
    ThreadSet enabled;
    ThreadSet backtrack;
    ThreadSet sleep;
    ThreadSet done;
    // Of each in backtrack: what its step has to pick to be worth it.
    std::array<Alternatives, kMaxThreads> wanted;
    // Of those done: whose step here ended the execution in a violation. Such a step depends on all
    // others, which it keeps from happening, so it does not put its thread to sleep.
    ThreadSet failed;
    // Of the threads asleep or done: those whose operation here writes.
    ThreadSet writes;
    // At the node that follows the step chosen here.
    ThreadSet sleep_after;
    ThreadSet writes_after;
    std::int16_t chosen = kNoThread;
    std::int16_t running = kNoThread;  // made the step before
    bool chosen_writes = false;
    bool starts = false;          // the step is the start of a thread
    bool switch_is_free = false;  // to choose another thread than the running one is no preemption
    std::uint16_t preemptions = 0;  // before this step
    std::uint32_t first_choice = 0;
  };
  struct Choice {
    std::uint8_t alternatives;  // 1: there is another, but it shows nothing new
    std::uint8_t index;
    std::uint8_t tried = 1;  // of the alternatives, this one included
  };

  void Begin() final;
  int PickThread(const Threads& threads) final;
  bool IsRedundant() const final { return is_redundant_; }
  unsigned PickAlternative(ChoiceKind kind, const Threads& threads, int thread) final;
  void Performed(int thread, const Operation& operation, const Threads& threads) final;
  void End(Ending ending, const Threads& threads) final;
  bool Advance() final;
  const Mismatch* mismatch() const final { return mismatch_ ? &*mismatch_ : nullptr; }

  // Steps of the current execution.
  std::size_t depth() const { return nodes_.size(); }

  // How much of the tree has been searched, from 0 to 1, if the branches at each node are as large
  // as each other, and those that are known are all there are: others become known as it goes on.
  // An estimate; see ProgressText in checker/search/progress.h for what it is worth.
  double Searched() const;

  // Explores only what follows from the subtree's decisions. Before the first execution.
  void Restrict(const Subtree& subtree);
  // What is left to explore after Advance, as subtrees that share nothing and leave nothing out.
  // Their shares are of this tree, as Searched tells it, but for branches that are not known to be
  // worth it: a subtree tries them all the same, so they count as far as it is likely.
  MallocVector<Subtree> Remainder() const;

  // All there is to know between executions, for checkpoints.
  struct State {
    MallocVector<Node> nodes;
    MallocVector<Choice> choices;
    std::size_t frozen = 0;
    std::size_t frozen_choices = 0;
    Subtree subtree;
  };
  State Save() const;
  // After Save of a search of the same kind on the same program; the next execution is the one that
  // Advance had decided on. A state without nodes begins anew, with its subtree if it has one.
  void Load(const State& state);

 protected:
  explicit TreeSearch(const SearchRules& rules) : rules_(rules) {}

  // At a new node: those to be tried, as far as known, out of the available ones, which are enabled
  // and not asleep. node.chosen is tried first.
  virtual ThreadSet Branches(const Node& node, ThreadSet available) const = 0;
  // The same at the first node of a subtree with `all_branches`.
  virtual ThreadSet AllBranches(const Node& node, ThreadSet available) const {
    return Branches(node, available);
  }
  // Those to be tried where a step failed, so that what others would have done is seen too.
  virtual ThreadSet BranchesAtFailure(const Node& node) const { return node.enabled; }
  virtual bool UsesSleepSets() const { return false; }
  // Whether the thread's load need not skip one more store after those it has skipped already,
  // because that shows nothing new.
  virtual bool Prunes(const Threads& /*threads*/, int /*thread*/, unsigned /*skipped*/) const {
    return false;
  }
  // Before an operation that has not been performed on this way before is added to the history.
  virtual void Analyse(int /*thread*/, const Operation& /*operation*/,
                       const VectorClock& /*after*/) {}

  // The thread's last step, whose clock is `after`, has ended the execution in a violation: sees to
  // it that others are tried before it. Here, instead of the starts that came before it, which are
  // not branched otherwise.
  virtual void AnalyseFailure(int thread, const VectorClock& after);

  // A load that skips a store which does not happen before it returns what it would have returned
  // had it been performed before that store; and that is explored, for the two depend on each
  // other.
  bool CouldHaveBeenEarlier(const Threads& threads, int thread, unsigned skipped) const;

  // The operation as the dependency relation is to see it.
  Operation Seen(Operation operation) const;

  const SearchRules& rules() const { return rules_; }
  const History& history() const { return history_; }
  // Node i decided event i of the history.
  Node& node(History::Index event) { return nodes_[static_cast<std::size_t>(event)]; }
  std::size_t frozen() const { return frozen_; }
  // What was picked in the step that the node decided.
  Alternatives PickedAt(History::Index event) const;
  // Whatever they may pick.
  static void Add(ThreadSet threads, Node& node);

 private:
  int PickNew(const Threads& threads);
  int PickGiven(Node& node);
  int TakeLastLook(ThreadSet enabled, const Threads& threads);
  int Push(const Node& node);
  bool IsGiven(Decision::Kind kind) const;
  void Complain(int thread, const Operation& expected, const Operation& found);
  void AnalysePending(const Threads& threads);
  void SleepAfter(Node& node, int thread, const Operation& operation, const Threads& threads) const;
  // Where the alternatives end that were picked in the node's step.
  std::size_t EndOfChoices(std::size_t node) const;
  std::uint8_t FirstToPick(const Node& node) const;
  bool IsWorthIt(const Node& node, std::size_t choice) const;
  Schedule DecisionsBefore(std::size_t node) const;
  // What has been tried at the node or is to be, the chosen one included.
  static ThreadSet KnownBranches(const Node& node);
  // What a subtree that begins there tries.
  ThreadSet BranchesOfSubtreeAt(const Node& node) const;
  // Of what could be tried at the nodes so far, how much has been found to be worth it.
  double WorthOfOthers() const;

  const SearchRules rules_;
  History history_;
  MallocVector<Node> nodes_;
  MallocVector<Choice> choices_;
  // What is not this search's to change: the decisions of its subtree.
  std::size_t frozen_ = 0;
  std::size_t frozen_choices_ = 0;
  Subtree subtree_;        // all there is, if it has no decisions
  std::size_t given_ = 0;  // decisions of the subtree that are nodes and choices by now

  // Of the current execution.
  std::size_t depth_ = 0;         // steps that were picked
  std::size_t choice_depth_ = 0;  // alternatives that were picked
  bool is_redundant_ = false;     // all that could go on was asleep
  std::optional<Mismatch> mismatch_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_STRATEGY_TREE_SEARCH_H_
