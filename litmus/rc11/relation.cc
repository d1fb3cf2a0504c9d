// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/rc11/relation.h"

#include <bit>

namespace heddle::litmus::rc11 {
namespace {

constexpr EventSet kEveryEvent = ~EventSet{0};

template <class Visit>
void ForEach(EventSet set, Visit visit) {
  for (; set != 0; set &= set - 1) {
    visit(static_cast<std::size_t>(std::countr_zero(set)));
  }
}

}  // namespace

Relation& Relation::operator|=(const Relation& other) {
  for (std::size_t i = 0; i < kMaxEvents; ++i) {
    rows_[i] |= other.rows_[i];
  }
  return *this;
}

Relation& Relation::operator&=(const Relation& other) {
  for (std::size_t i = 0; i < kMaxEvents; ++i) {
    rows_[i] &= other.rows_[i];
  }
  return *this;
}

Relation& Relation::operator-=(const Relation& other) {
  for (std::size_t i = 0; i < kMaxEvents; ++i) {
    rows_[i] &= ~other.rows_[i];
  }
  return *this;
}

Relation Identity(EventSet set) {
  Relation identity;
  ForEach(set, [&](std::size_t event) { identity.Add(event, event); });
  return identity;
}

Relation Product(EventSet from, EventSet to) {
  Relation product;
  ForEach(from, [&](std::size_t event) { product.AddAll(event, to); });
  return product;
}

Relation Inverse(const Relation& relation) {
  Relation inverse;
  for (std::size_t from = 0; from < kMaxEvents; ++from) {
    ForEach(relation.From(from), [&](std::size_t to) { inverse.Add(to, from); });
  }
  return inverse;
}

Relation Optional(const Relation& relation) { return relation | Identity(kEveryEvent); }

// By Warshall's algorithm. Most numbers are of no event, and have an empty row.
Relation TransitiveClosure(Relation relation) {
  for (std::size_t through = 0; through < kMaxEvents; ++through) {
    const EventSet beyond = relation.From(through);
    for (std::size_t from = 0; beyond != 0 && from < kMaxEvents; ++from) {
      relation.AddAll(from, relation.Contains(from, through) ? beyond : 0);
    }
  }
  return relation;
}

Relation Sequence(const Relation& a, const Relation& b) {
  Relation sequence;
  for (std::size_t from = 0; from < kMaxEvents; ++from) {
    ForEach(a.From(from), [&](std::size_t middle) { sequence.AddAll(from, b.From(middle)); });
  }
  return sequence;
}

bool IsEmpty(const Relation& relation) { return relation == Relation(); }

bool IsIrreflexive(const Relation& relation) { return IsEmpty(relation & Identity(kEveryEvent)); }

bool IsAcyclic(const Relation& relation) { return IsIrreflexive(TransitiveClosure(relation)); }

}  // namespace heddle::litmus::rc11
