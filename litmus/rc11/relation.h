// SPDX-License-Identifier: BSD-3-Clause
//
// Relations between the events of an execution, with the operators in which memory models are
// written down.

#ifndef HEDDLE_LITMUS_RC11_RELATION_H_
#define HEDDLE_LITMUS_RC11_RELATION_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace heddle::litmus::rc11 {

// Events are numbered from 0.
inline constexpr std::size_t kMaxEvents = 64;

// Bit i says whether event i is in the set.
using EventSet = std::uint64_t;

constexpr EventSet OnlyEvent(std::size_t event) { return EventSet{1} << event; }

class Relation {
 public:
  void Add(std::size_t from, std::size_t to) { AddAll(from, OnlyEvent(to)); }
  void AddAll(std::size_t from, EventSet to) { rows_[from] |= to; }

  bool Contains(std::size_t from, std::size_t to) const { return (rows_[from] >> to & 1) != 0; }
  // What the event is related to.
  EventSet From(std::size_t event) const { return rows_[event]; }

  Relation& operator|=(const Relation& other);
  Relation& operator&=(const Relation& other);
  Relation& operator-=(const Relation& other);
  friend Relation operator|(Relation a, const Relation& b) { return a |= b; }
  friend Relation operator&(Relation a, const Relation& b) { return a &= b; }
  friend Relation operator-(Relation a, const Relation& b) { return a -= b; }
  friend bool operator==(const Relation&, const Relation&) = default;

 private:
  std::array<EventSet, kMaxEvents> rows_{};
};

// [set]
Relation Identity(EventSet set);
// from * to
Relation Product(EventSet from, EventSet to);
// r^-1
Relation Inverse(const Relation& relation);
// r?
Relation Optional(const Relation& relation);
// r+
Relation TransitiveClosure(Relation relation);

// a ; b
Relation Sequence(const Relation& a, const Relation& b);
template <class... More>
Relation Sequence(const Relation& a, const Relation& b, const More&... more) {
  return Sequence(Sequence(a, b), more...);
}

bool IsEmpty(const Relation& relation);
bool IsIrreflexive(const Relation& relation);
bool IsAcyclic(const Relation& relation);

}  // namespace heddle::litmus::rc11

#endif  // HEDDLE_LITMUS_RC11_RELATION_H_
