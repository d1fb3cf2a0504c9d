// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/part_queue.h"

#include <algorithm>
#include <utility>

namespace heddle::checker {

void PartQueue::Push(Part part) {
  const bool finished = IsFinished(part);
  entries_.emplace_back(std::move(part));
  if (finished) {
    Finish(known() - 1);
    AddUp();
  }
}

bool PartQueue::CanTake() {
  next_ = std::max(next_, done_);
  while (next_ < known() && At(next_).place != Place::kWaiting) {
    ++next_;
  }
  return next_ < known() && next_ <= enough_;
}

std::optional<PartQueue::Number> PartQueue::Take() {
  if (!CanTake()) {
    return std::nullopt;
  }
  At(next_).place = Place::kTaken;
  return next_++;
}

void PartQueue::Return(Number number, Part part) {
  if (number >= known()) {
    return;  // it came after one that was enough
  }
  At(number).Hold(std::move(part));
  if (IsFinished(At(number).part)) {
    Finish(number);
    AddUp();
  } else {
    At(number).place = Place::kWaiting;
    next_ = std::min(next_, number);
  }
}

void PartQueue::Finish(Number number) {
  At(number).place = Place::kFinished;
  if (one_is_enough_ && !At(number).part.outcome.violations.empty()) {
    enough_ = std::min(enough_, number);
  }
}

// In the order of the queue: what comes after does not depend on who was faster.
void PartQueue::AddUp() {
  while (!entries_.empty() && entries_.front().place == Place::kFinished) {
    const bool is_enough = done_ == enough_;
    Part part = std::move(entries_.front().part);
    entries_.pop_front();
    ++done_;
    total_.Add(part.outcome);
    if (is_enough) {
      entries_.clear();
      return;
    }
    for (Part& rest : Divide(std::move(part))) {
      entries_.emplace_back(std::move(rest));
    }
  }
}

double PartQueue::Searched() const {
  double left = 0;
  for (const Entry& entry : entries_) {
    left += entry.share;
  }
  return std::clamp(1 - left, 0.0, 1.0);
}

std::vector<Part> PartQueue::Release() {
  std::vector<Part> parts;
  parts.reserve(entries_.size());
  for (Entry& entry : entries_) {
    parts.push_back(std::move(entry.part));
  }
  entries_.clear();
  return parts;
}

}  // namespace heddle::checker
