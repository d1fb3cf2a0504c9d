// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/axioms.h"

namespace heddle::litmus::rc11 {
namespace {

using core::MemoryOrder;

template <class Predicate>
EventSet EventsThat(const Execution& execution, Predicate predicate) {
  EventSet set = 0;
  for (std::size_t i = 0; i < execution.events().size(); ++i) {
    set |= predicate(execution.events()[i]) ? OnlyEvent(i) : 0;
  }
  return set;
}

EventSet EventsOf(const Execution& execution, Event::Kind kind) {
  return EventsThat(execution, [kind](const Event& event) { return event.kind == kind; });
}

EventSet AtLeastRelaxed(const Execution& execution) {
  return EventsThat(execution,
                    [](const Event& event) { return event.order != MemoryOrder::kPlain; });
}

EventSet AtLeastAcquire(const Execution& execution) {
  return EventsThat(execution, [](const Event& event) {
    return event.order == MemoryOrder::kAcquire || event.order == MemoryOrder::kAcquireRelease ||
           event.order == MemoryOrder::kSequentiallyConsistent;
  });
}

EventSet AtLeastRelease(const Execution& execution) {
  return EventsThat(execution, [](const Event& event) {
    return event.order == MemoryOrder::kRelease || event.order == MemoryOrder::kAcquireRelease ||
           event.order == MemoryOrder::kSequentiallyConsistent;
  });
}

EventSet SequentiallyConsistent(const Execution& execution) {
  return EventsThat(execution, [](const Event& event) {
    return event.order == MemoryOrder::kSequentiallyConsistent;
  });
}

// rs = [W]; (sb & loc)?; [W & at least rlx]; (rf; rmw)*
//
// As in C++11: later stores of the same thread belong to it, whatever other threads have stored in
// between.
Relation ReleaseSequence(const Execution& execution) {
  const EventSet writes = EventsOf(execution, Event::Kind::kWrite);
  const Relation same_thread = execution.sequenced_before() & execution.same_location();
  const Relation updates = Sequence(execution.reads_from(), execution.read_modify_write());
  return Sequence(Identity(writes), Optional(same_thread),
                  Identity(writes & AtLeastRelaxed(execution)),
                  Optional(TransitiveClosure(updates)));
}

// sw = [at least rel]; ([F]; sb)?; rs; rf; [R & at least rlx]; (sb; [F])?; [at least acq]
Relation SynchronizesWith(const Execution& execution) {
  const EventSet reads = EventsOf(execution, Event::Kind::kRead);
  const Relation fences = Identity(EventsOf(execution, Event::Kind::kFence));
  const Relation& sequenced_before = execution.sequenced_before();
  return Sequence(Identity(AtLeastRelease(execution)), Optional(Sequence(fences, sequenced_before)),
                  ReleaseSequence(execution), execution.reads_from(),
                  Identity(reads & AtLeastRelaxed(execution)),
                  Optional(Sequence(sequenced_before, fences)),
                  Identity(AtLeastAcquire(execution)));
}

// rb = (rf^-1; mo) \ id
//
// The read of a read-modify-write is an event of its own here, so that nothing reads before itself.
Relation ReadsBefore(const Execution& execution) {
  return Sequence(Inverse(execution.reads_from()), execution.modification_order());
}

// eco = (rf | mo | rb)+
Relation ExtendedCoherenceOrder(const Execution& execution, const Relation& reads_before) {
  return TransitiveClosure(execution.reads_from() | execution.modification_order() | reads_before);
}

// scb = sb | sb_neq_loc; hb; sb_neq_loc | hb_loc | mo | rb
Relation ScBefore(const Execution& execution, const Relation& happens_before,
                  const Relation& reads_before) {
  const Relation& sequenced_before = execution.sequenced_before();
  const Relation elsewhere = sequenced_before - execution.same_location();
  return sequenced_before | Sequence(elsewhere, happens_before, elsewhere) |
         (happens_before & execution.same_location()) | execution.modification_order() |
         reads_before;
}

// psc_base = ([SC] | [F & SC]; hb?); scb; ([SC] | hb?; [F & SC])
Relation PartialScBase(const Execution& execution, const Relation& happens_before,
                       const Relation& reads_before) {
  const EventSet sc = SequentiallyConsistent(execution);
  const Relation fences = Identity(sc & EventsOf(execution, Event::Kind::kFence));
  const Relation maybe_before = Optional(happens_before);
  return Sequence(Identity(sc) | Sequence(fences, maybe_before),
                  ScBefore(execution, happens_before, reads_before),
                  Identity(sc) | Sequence(maybe_before, fences));
}

// psc_F = [F & SC]; (hb | hb; eco; hb); [F & SC]
Relation PartialScFences(const Execution& execution, const Relation& happens_before,
                         const Relation& extended_coherence_order) {
  const Relation fences =
      Identity(SequentiallyConsistent(execution) & EventsOf(execution, Event::Kind::kFence));
  return Sequence(
      fences, happens_before | Sequence(happens_before, extended_coherence_order, happens_before),
      fences);
}

}  // namespace

// hb = (sb | sw)+
Relation HappensBefore(const Execution& execution) {
  return TransitiveClosure(execution.sequenced_before() | SynchronizesWith(execution));
}

bool IsConsistent(const Execution& execution, const Relation& happens_before) {
  const Relation reads_before = ReadsBefore(execution);
  const Relation extended_coherence_order = ExtendedCoherenceOrder(execution, reads_before);
  const bool coherent = IsIrreflexive(Sequence(happens_before, Optional(extended_coherence_order)));
  const bool atomic = IsEmpty(execution.read_modify_write() &
                              Sequence(reads_before, execution.modification_order()));
  return coherent && atomic &&
         IsAcyclic(PartialScBase(execution, happens_before, reads_before) |
                   PartialScFences(execution, happens_before, extended_coherence_order));
}

bool HasRace(const Execution& execution, const Relation& happens_before) {
  const EventSet writes = EventsOf(execution, Event::Kind::kWrite);
  const EventSet plain = ~AtLeastRelaxed(execution);
  const EventSet all = ~EventSet{0};
  const Relation conflicts = execution.same_location() &
                             (Product(writes, all) | Product(all, writes)) &
                             (Product(plain, all) | Product(all, plain));
  return !IsEmpty(conflicts - happens_before - Inverse(happens_before) - Identity(all));
}

}  // namespace heddle::litmus::rc11
