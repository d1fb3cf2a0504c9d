// SPDX-License-Identifier: BSD-3-Clause
//
// What is left of a tree, in pieces.

#include "checker/strategy/tree_search.h"

namespace heddle::checker {
namespace {

Decision OfThread(int thread) {
  return {.kind = Decision::Kind::kThread, .value = static_cast<std::uint8_t>(thread)};
}
Decision OfAlternative(unsigned index) {
  return {.kind = Decision::Kind::kAlternative, .value = static_cast<std::uint8_t>(index)};
}

}  // namespace

Schedule TreeSearch::DecisionsBefore(std::size_t node) const {
  Schedule decisions;
  for (std::size_t i = 0; i < node; ++i) {
    decisions.push_back(OfThread(nodes_[i].chosen));
    for (std::size_t c = nodes_[i].first_choice; c < EndOfChoices(i); ++c) {
      decisions.push_back(OfAlternative(choices_[c].index));
    }
  }
  return decisions;
}

MallocVector<Subtree> TreeSearch::Remainder() const {
  MallocVector<Subtree> rest;
  const double worth_of_others = WorthOfOthers();
  double below = 1;  // as in Searched
  for (std::size_t i = frozen_ == 0 ? 0 : frozen_ - 1; i < nodes_.size(); ++i) {
    const Node& n = nodes_[i];
    const bool last = i + 1 == nodes_.size();
    const Schedule before = DecisionsBefore(i);
    // Other alternatives in this step, after the same ones before them. They have the same effect
    // on others' operations, so they leave the same threads asleep. Of the step in which the
    // subtree's own decisions end it is known from the subtree who that is.
    const bool is_given = i < frozen_;
    const ThreadSet branches = BranchesOfSubtreeAt(n);
    const double others = worth_of_others * (branches - n.sleep - KnownBranches(n)).size();
    below /= is_given ? 1 : KnownBranches(n).size() + others;
    const double branch = below;
    Schedule decisions = before;
    decisions.push_back(OfThread(n.chosen));
    for (std::size_t c = n.first_choice; c < EndOfChoices(i); ++c) {
      const bool next_to_run = last && c + 1 == choices_.size();
      const Choice& choice = choices_[c];
      below /= choice.alternatives;
      if ((next_to_run || choice.tried < choice.alternatives) && c >= frozen_choices_) {
        rest.push_back({decisions,
                        is_given ? subtree_.sleep : n.sleep_after,
                        is_given ? subtree_.writes : n.writes_after,
                        false,
                        {},
                        below});
        rest.back().decisions.push_back(
            OfAlternative(next_to_run ? choice.index : 1U - choice.index));
      }
      decisions.push_back(OfAlternative(choices_[c].index));
    }
    if (is_given) {
      continue;
    }
    // Other threads than the chosen one; at the last node it is itself still to run, unless it is
    // an alternative of its step that is.
    const bool chosen_is_left = last && n.first_choice == choices_.size();
    ThreadSet known = n.sleep | n.done;
    ThreadSet writes = n.writes;
    if (!chosen_is_left) {
      known.Insert(n.chosen);
      if (n.chosen_writes) {
        writes.Insert(n.chosen);
      }
    }
    if (!(branches - known).empty()) {
      const double share = branch * ((KnownBranches(n) - known).size() + others);
      rest.push_back({before, known, writes, true, n.failed, share});
    }
  }
  return rest;
}

}  // namespace heddle::checker
