// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_PART_QUEUE_H_
#define HEDDLE_CHECKER_SEARCH_PART_QUEUE_H_

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "checker/search/part.h"

namespace heddle::checker {

// The parts of a search that are not done yet, in an order that is the same in each run of it:
// first come those that were divided off first. They may be explored in any order, by several
// processes at once; their outcomes are added up in the order of the queue.
class PartQueue {
 public:
  using Number = std::uint64_t;

  // `one_is_enough`: parts that come after one with a violation do not matter.
  PartQueue(std::uint64_t slice, bool one_is_enough)
      : slice_(slice), one_is_enough_(one_is_enough) {}

  // At the end of the queue.
  void Push(Part part);

  // The first part that nobody has taken.
  std::optional<Number> Take();
  bool CanTake();
  const Part& part(Number number) const { return At(number).part; }
  // What a part has become: finished, or to be gone on with.
  void Return(Number number, Part part);

  // Parts that are done, and those that are known of in all.
  Number done() const { return done_; }
  Number known() const { return done_ + entries_.size(); }
  // How much of the whole search is done, as far as the parts' shares tell. Never less than before.
  double Searched() const;
  bool empty() const { return entries_.empty(); }
  // Of the parts that are done.
  const Outcome& total() const { return total_; }
  void Start(Outcome total) { total_ = std::move(total); }

  // The parts that are not done, those that are taken as they were; leaves the queue empty.
  std::vector<Part> Release();

 private:
  enum class Place : std::uint8_t { kWaiting, kTaken, kFinished };
  struct Entry {
    explicit Entry(Part entered) { Hold(std::move(entered)); }
    void Hold(Part held) {
      share = held.Share();
      part = std::move(held);
    }

    Part part;
    double share = 0;  // of the part
    Place place = Place::kWaiting;
  };

  Entry& At(Number number) { return entries_[number - done_]; }
  const Entry& At(Number number) const { return entries_[number - done_]; }
  bool IsFinished(const Part& part) const {
    return part.subtrees.empty() || (slice_ != 0 && part.used >= slice_);
  }
  void Finish(Number number);
  void AddUp();

  const std::uint64_t slice_;
  const bool one_is_enough_;
  std::deque<Entry> entries_;
  Number done_ = 0;                                     // and so the number of the first entry
  Number next_ = 0;                                     // all before it are taken or finished
  Number enough_ = std::numeric_limits<Number>::max();  // the first with a violation
  Outcome total_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_PART_QUEUE_H_
