// SPDX-License-Identifier: BSD-3-Clause

#include "checker/strategy/tree_search.h"

#include <algorithm>

namespace heddle::checker {
namespace {

std::uint16_t PreemptionsAfter(const TreeSearch::Node& node) {
  const bool preempts = node.chosen != node.running && !node.switch_is_free && !node.starts;
  return static_cast<std::uint16_t>(node.preemptions + (preempts ? 1 : 0));
}

}  // namespace

Operation TreeSearch::Seen(Operation operation) const {
  const bool hidden = operation.kind == OperationKind::kFence
                          ? !rules_.fences_conflict
                          : !rules_.reads_conflict && !Writes(operation);
  return hidden ? Operation{} : operation;
}

void TreeSearch::Begin() {
  depth_ = 0;
  choice_depth_ = 0;
  is_redundant_ = false;
  mismatch_.reset();
}

void TreeSearch::Complain(int thread, const Operation& expected, const Operation& found) {
  mismatch_ = {
      .step = depth_ == 0 ? 0 : depth_ - 1, .thread = thread, .expected = expected, .found = found};
}

int TreeSearch::PickThread(const Threads& threads) {
  if (mismatch_ || is_redundant_) {
    return kNoThread;
  }
  if (depth_ == nodes_.size()) {
    return PickNew(threads);
  }
  Node& node = nodes_[depth_++];
  if (!threads.announced().Contains(node.chosen) || choice_depth_ != node.first_choice) {
    Complain(node.chosen, {}, threads.next(node.chosen));
    return kNoThread;
  }
  node.starts = threads.starting().Contains(node.chosen);
  return node.chosen;
}

bool TreeSearch::IsGiven(Decision::Kind kind) const {
  return given_ < subtree_.decisions.size() && subtree_.decisions[given_].kind == kind;
}

int TreeSearch::PickNew(const Threads& threads) {
  Node node;
  node.enabled = threads.Enabled();
  node.running = static_cast<std::int16_t>(threads.running());
  node.first_choice = static_cast<std::uint32_t>(choices_.size());
  node.switch_is_free =
      nodes_.empty() || nodes_.back().starts || !node.enabled.Contains(node.running);
  if (!nodes_.empty()) {
    node.sleep = nodes_.back().sleep_after;
    node.writes = nodes_.back().writes_after;
    node.preemptions = PreemptionsAfter(nodes_.back());
  }
  if (given_ < subtree_.decisions.size()) {
    node.starts = IsGiven(Decision::Kind::kThread) &&
                  threads.starting().Contains(subtree_.decisions[given_].value);
    return PickGiven(node);
  }
  const bool first_free = nodes_.size() == frozen_;
  if (first_free) {
    node.sleep = subtree_.sleep;
    node.writes = subtree_.writes;
    node.failed = subtree_.failed;
  }
  const ThreadSet available = node.enabled - node.sleep;
  if (available.empty()) {
    return TakeLastLook(node.enabled, threads);
  }
  // What a thread does before its first operation concerns nobody, unless it fails: threads start
  // one after the other.
  const ThreadSet starting = available & threads.starting();
  node.starts = !starting.empty();
  const bool goes_on = starting.empty() && available.Contains(node.running);
  node.chosen = static_cast<std::int16_t>(goes_on            ? node.running
                                          : starting.empty() ? available.Lowest()
                                                             : starting.Lowest());
  if (first_free && subtree_.all_branches) {
    // One that begins with starts is there because a start has failed.
    node.backtrack = node.starts ? available : AllBranches(node, available);
  } else {
    node.backtrack = node.starts ? ThreadSet::Of(node.chosen) : Branches(node, available);
  }
  return Push(node);
}

int TreeSearch::PickGiven(Node& node) {
  const int thread = subtree_.decisions[given_].value;
  if (!IsGiven(Decision::Kind::kThread) || !node.enabled.Contains(thread)) {
    ++depth_;
    Complain(thread, {}, {});
    return kNoThread;
  }
  ++given_;
  node.chosen = static_cast<std::int16_t>(thread);
  node.backtrack = ThreadSet::Of(thread);
  frozen_ = nodes_.size() + 1;
  return Push(node);
}

// All who can go on are asleep: their steps were seen when nothing on this way had come before
// them. But a step races with what came since by plain memory, which is no matter of sleep; then it
// ends in a violation here, and this execution has an end of its own. That is so for certain only
// of the last one left, whatever the others did: the step is made, outside the tree, and unless it
// fails the execution is given up.
int TreeSearch::TakeLastLook(ThreadSet enabled, const Threads& threads) {
  AnalysePending(threads);
  is_redundant_ = true;
  return enabled.size() == 1 ? enabled.Lowest() : kNoThread;
}

int TreeSearch::Push(const Node& node) {
  nodes_.push_back(node);
  ++depth_;
  return node.chosen;
}

std::size_t TreeSearch::EndOfChoices(std::size_t node) const {
  return node + 1 < nodes_.size() ? nodes_[node + 1].first_choice : choices_.size();
}

Alternatives TreeSearch::PickedAt(History::Index event) const {
  const auto step = static_cast<std::size_t>(event);
  Alternatives picked;
  for (std::size_t c = nodes_[step].first_choice; c < EndOfChoices(step); ++c) {
    picked.Add(choices_[c].index);
  }
  return picked;
}

void TreeSearch::Add(ThreadSet threads, Node& node) {
  node.backtrack = node.backtrack | threads;
  ForEach(threads, [&](int thread) { node.wanted[static_cast<std::size_t>(thread)] = {}; });
}

// At the choice that comes after all that there are.
std::uint8_t TreeSearch::FirstToPick(const Node& node) const {
  const Alternatives& wanted = node.wanted[static_cast<std::size_t>(node.chosen)];
  const std::size_t asked = choices_.size() - node.first_choice;
  const bool on_the_way = std::all_of(choices_.begin() + node.first_choice, choices_.end(),
                                      [](const Choice& choice) { return choice.tried == 1; });
  return static_cast<std::uint8_t>(asked < wanted.size() && on_the_way ? wanted[asked] : 0U);
}

unsigned TreeSearch::PickAlternative(ChoiceKind kind, const Threads& threads, int thread) {
  if (is_redundant_) {
    return 0;
  }
  const std::size_t step = depth_ - 1;
  if (choice_depth_ < EndOfChoices(step)) {
    return choices_[choice_depth_++].index;
  }
  if (step + 1 < nodes_.size()) {
    Complain(thread, history_[static_cast<History::Index>(step)].operation, threads.next(thread));
    return 0;
  }
  Choice choice = {.alternatives = 2, .index = 0};
  if (IsGiven(Decision::Kind::kAlternative)) {
    choice = {.alternatives = 1, .index = subtree_.decisions[given_++].value};
    frozen_choices_ = choices_.size() + 1;
  } else if (kind == ChoiceKind::kOlderValue) {
    const auto skipped = static_cast<unsigned>(choice_depth_ - nodes_[step].first_choice);
    choice.alternatives = Prunes(threads, thread, skipped) ? 1 : 2;
  }
  if (choice.alternatives > 1) {
    choice.index = FirstToPick(nodes_[step]);
  }
  choices_.push_back(choice);
  ++choice_depth_;
  return choice.index;
}

bool TreeSearch::CouldHaveBeenEarlier(const Threads& threads, int thread, unsigned skipped) const {
  History::Index store = history_.LastWriteOn(threads.next(thread).object);
  while (store != History::kNone &&
         (!EffectOf(history_[store].operation.kind).stores || skipped-- > 0)) {
    store = history_[store].previous_write;
  }
  return store != History::kNone && history_[store].thread != thread &&
         !history_.HappensBefore(store, history_.ClockOf(thread));
}

void TreeSearch::SleepAfter(Node& node, int thread, const Operation& operation,
                            const Threads& threads) const {
  node.sleep_after = {};
  ForEach((node.sleep | node.done) - node.failed - ThreadSet::Of(thread), [&](int sleeper) {
    const Operation next = Seen(threads.next(sleeper));
    const bool writes =
        rules_.sleep_remembers_writes ? node.writes.Contains(sleeper) : Writes(next);
    if (!Dependent(next, writes, operation, Writes(operation))) {
      node.sleep_after.Insert(sleeper);
    }
  });
  node.writes_after = node.writes & node.sleep_after;
}

void TreeSearch::Performed(int thread, const Operation& operation, const Threads& threads) {
  if (is_redundant_) {
    return;
  }
  const auto step = static_cast<History::Index>(depth_) - 1;
  const Operation seen = Seen(operation);
  if (step < history_.size()) {
    if (history_[step].operation != seen && !mismatch_) {
      Complain(thread, history_[step].operation, operation);
    }
    return;
  }
  Node& performed = node(step);
  performed.chosen_writes = Writes(seen);
  if (UsesSleepSets()) {
    SleepAfter(performed, thread, seen, threads);
  }
  const VectorClock after = history_.ClockAfter(thread, seen);
  Analyse(thread, seen, after);
  history_.Append(thread, seen, after);
}

void TreeSearch::AnalysePending(const Threads& threads) {
  if (rules_.pending_analysed) {
    ForEach(threads.announced(), [&](int thread) {
      const Operation next = Seen(threads.next(thread));
      Analyse(thread, next, history_.ClockAfter(thread, next));
    });
  }
}

void TreeSearch::End(Ending ending, const Threads& threads) {
  const bool got_there = depth_ == nodes_.size() && choice_depth_ == choices_.size() &&
                         given_ == subtree_.decisions.size();
  if (!got_there && !mismatch_) {  // it ended before its time
    Complain(threads.running(), {}, {});
  }
  if (mismatch_ || is_redundant_ || ending == Ending::kComplete) {
    return;
  }
  AnalysePending(threads);
  if (ending == Ending::kFailure && rules_.branch_at_failure && depth_ > 0) {
    Node& failed = nodes_[depth_ - 1];
    Add(BranchesAtFailure(failed), failed);
    failed.failed.Insert(failed.chosen);
    const auto step = static_cast<History::Index>(depth_) - 1;
    const bool is_performed = step < history_.size();  // it may have failed on its way there
    const Operation operation = Seen(threads.next(failed.chosen));
    AnalyseFailure(failed.chosen, is_performed ? history_[step].clock
                                               : history_.ClockAfter(failed.chosen, operation));
  }
}

// What a thread does before its first operation matters where another one's step has failed.
void TreeSearch::AnalyseFailure(int /*thread*/, const VectorClock& /*after*/) {
  for (std::size_t i = frozen_; i < nodes_.size(); ++i) {
    const auto event = static_cast<History::Index>(i);
    if (event < history_.size() &&
        history_[event].operation.kind == OperationKind::kStartWithAccess) {
      Add(BranchesAtFailure(nodes_[i]), nodes_[i]);
    }
  }
}

// Whether to try the other alternative of a choice in the last node's step.
bool TreeSearch::IsWorthIt(const Node& node, std::size_t choice) const {
  const auto& wanted = node.wanted[static_cast<std::size_t>(node.chosen)];
  const ThreadSet left = node.backtrack - node.done - node.sleep - ThreadSet::Of(node.chosen);
  return choice - node.first_choice >= wanted.size() || !left.empty();
}

bool TreeSearch::Advance() {
  while (nodes_.size() > frozen_ || choices_.size() > frozen_choices_) {
    Node& last = nodes_.back();
    const auto event = static_cast<History::Index>(nodes_.size()) - 1;
    while (choices_.size() > std::max<std::size_t>(last.first_choice, frozen_choices_)) {
      Choice& choice = choices_.back();
      if (choice.tried < choice.alternatives && IsWorthIt(last, choices_.size() - 1)) {
        choice.index = 1 - choice.index;
        ++choice.tried;
        history_.Truncate(event);
        return true;
      }
      choices_.pop_back();
    }
    if (nodes_.size() == frozen_) {
      return false;
    }
    last.done.Insert(last.chosen);
    if (last.chosen_writes) {
      last.writes.Insert(last.chosen);
    }
    const ThreadSet left = last.backtrack - last.done - last.sleep;
    if (!left.empty()) {
      last.chosen = static_cast<std::int16_t>(left.Lowest());
      last.chosen_writes = false;
      history_.Truncate(event);
      return true;
    }
    nodes_.pop_back();
  }
  return false;
}

void TreeSearch::Restrict(const Subtree& subtree) { subtree_ = subtree; }

TreeSearch::State TreeSearch::Save() const {
  return {nodes_, choices_, frozen_, frozen_choices_, subtree_};
}

// The history is worked out again by the next execution, which repeats all of it.
void TreeSearch::Load(const State& state) {
  nodes_ = state.nodes;
  choices_ = state.choices;
  frozen_ = state.frozen;
  frozen_choices_ = state.frozen_choices;
  subtree_ = state.subtree;
  given_ = nodes_.empty() ? 0 : subtree_.decisions.size();
  history_.Truncate(0);
}

}  // namespace heddle::checker
