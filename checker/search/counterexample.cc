// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/counterexample.h"

#include <cstddef>
#include <map>
#include <utility>

#include "checker/trace/event_text.h"
#include "checker/trace/relations.h"

namespace heddle::checker {
namespace {

// Names objects in the program's words, and those it has no word for by the order of their first
// appearance: addresses mean nothing to a reader and differ from run to run.
class Namer {
 public:
  explicit Namer(const Program& program) : program_(program) {}

  std::string NameOf(const void* object) {
    if (object == nullptr) {
      return {};
    }
    auto [entry, added] = names_.try_emplace(object);
    if (added) {
      entry->second = program_.Describe(object);
      if (entry->second.empty()) {
        entry->second = "object " + std::to_string(++unnamed_);
      }
    }
    return entry->second;
  }

 private:
  const Program& program_;
  std::map<const void*, std::string> names_;
  int unnamed_ = 0;
};

std::optional<int> HolderOf(const Recorder::Events& events, const void* lock) {
  for (std::size_t i = events.size(); i-- > 0;) {
    if (events[i].object == lock && events[i].kind == EventKind::kUnlock) {
      return std::nullopt;
    }
    if (events[i].object == lock && events[i].kind == EventKind::kLock) {
      return events[i].thread;
    }
  }
  return std::nullopt;
}

// See Counterexample::initial.
std::vector<Counterexample::Step> InitialOf(const Program& program, const Recorder& recorder) {
  std::map<std::string, Event> last;
  const std::size_t end = recorder.first_of_threads().value_or(recorder.events().size());
  for (std::size_t i = 0; i < end; ++i) {
    const Event& event = recorder.events()[i];
    if (event.kind == EventKind::kState) {
      last.insert_or_assign(std::string(NameOfState(event)), event);
    } else if (Writes(event)) {
      last.insert_or_assign(program.Describe(event.object), event);
    }
  }
  last.erase("");
  std::vector<Counterexample::Step> initial;
  initial.reserve(last.size());
  for (const auto& [object, event] : last) {
    initial.push_back({event, object});
  }
  return initial;
}

// The steps of an example, and which of the events each is.
class Steps {
 public:
  Steps(const Recorder& recorder, Namer& namer) : numbers_(recorder.events().size()) {
    const Recorder::Events& events = recorder.events();
    const std::size_t begin = recorder.first_of_threads().value_or(events.size());
    for (std::size_t i = begin; i < events.size(); ++i) {
      // An access of an oracle is shown if it is one of the two of a race.
      const bool races =
          recorder.conflict() && (i + 1 == events.size() || i == *recorder.conflict());
      if (!events[i].hidden || races) {
        numbers_[i] = steps_.size();
        steps_.push_back({events[i], NameIn(events[i], namer)});
      }
    }
    Relate(events);
  }

  std::vector<Counterexample::Step> Take() { return std::move(steps_); }

 private:
  static std::string NameIn(const Event& event, Namer& namer) {
    return event.kind == EventKind::kState ? std::string(NameOfState(event))
                                           : namer.NameOf(event.object);
  }

  void Relate(const Recorder::Events& events) {
    const auto reads_from = ReadsFrom(events);
    const auto newest_unseen = NewestUnseen(events);
    const auto comes_after = ComesAfter(events);
    for (std::size_t i = 0; i < events.size(); ++i) {
      const std::optional<std::size_t> number = numbers_[i];
      if (!number) {
        continue;
      }
      Counterexample::Step& step = steps_[*number];
      if (reads_from[i] != kNoEvent) {
        step.reads_from = numbers_[reads_from[i]];
      }
      if (newest_unseen[i] != kNoEvent) {
        step.newer = numbers_[newest_unseen[i]];
      }
      for (const std::size_t source : comes_after[i]) {
        if (const std::optional<std::size_t> before = numbers_[source]) {
          step.comes_after.push_back(*before);
        }
      }
    }
  }

  std::vector<std::optional<std::size_t>> numbers_;
  std::vector<Counterexample::Step> steps_;
};

Counterexample::Where WhereOf(const Recorder& recorder) {
  using Where = Counterexample::Where;
  return !recorder.first_of_threads()    ? Where::kSetup
         : recorder.have_threads_ended() ? Where::kEnd
                                         : Where::kThreads;
}

}  // namespace

std::string_view Name(Counterexample::Where where) {
  switch (where) {
    case Counterexample::Where::kSetup:
      return "set-up";
    case Counterexample::Where::kEnd:
      return "end";
    case Counterexample::Where::kThreads:
      break;
  }
  return "threads";
}

Counterexample Describe(const Program& program, const Recorder& recorder, Verdict verdict) {
  Namer namer(program);
  Counterexample example;
  example.threads = program.ThreadCount();
  example.where = WhereOf(recorder);
  example.initial = InitialOf(program, recorder);
  example.steps = Steps(recorder, namer).Take();
  const Recorder::Events& events = recorder.events();
  if (const auto conflict = recorder.conflict()) {
    example.conflict =
        Counterexample::Step{events[*conflict], namer.NameOf(events[*conflict].object)};
  }
  for (int thread = 0; thread < example.threads; ++thread) {
    const Recorder::Wanted& wanted = recorder.wanted().at(static_cast<std::size_t>(thread));
    example.stops.push_back(
        {recorder.HasEnded(thread), wanted.object, namer.NameOf(wanted.object)});
    if (verdict == Verdict::kDeadlock && wanted.object != nullptr) {
      example.waits.push_back(
          {thread, namer.NameOf(wanted.object), HolderOf(events, wanted.object), wanted.location});
    }
  }
  return example;
}

std::string UninitializedMessage(const Counterexample& example) {
  if (example.steps.empty()) {
    return {};
  }
  const Counterexample::Step& read = example.steps.back();
  if (read.event.kind != EventKind::kLoad && read.event.kind != EventKind::kRead) {
    return {};
  }
  return read.object + ": thread " + std::to_string(read.event.thread) +
         " reads it, and nobody whose write it could see has written it";
}

std::string RaceMessage(const Counterexample& example) {
  if (!example.conflict) {
    return "data race";
  }
  const auto& late = example.steps.back();
  const auto& early = *example.conflict;
  const auto verb = [](const Event& event) {
    return event.kind == EventKind::kWrite ? " writes it" : " reads it";
  };
  return late.object + ": thread " + std::to_string(late.event.thread) + verb(late.event) +
         ", thread " + std::to_string(early.event.thread) + verb(early.event) +
         ", and nothing orders the two";
}

}  // namespace heddle::checker
