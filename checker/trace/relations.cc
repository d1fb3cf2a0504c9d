// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/relations.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

namespace heddle::checker {
namespace {

bool Reads(EventKind kind) {
  return kind == EventKind::kLoad || kind == EventKind::kRead ||
         kind == EventKind::kReadModifyWrite || kind == EventKind::kCompareExchange;
}

bool HappensBefore(const Event& early, const Event& late) {
  return early.clock <= late.seen.at(static_cast<std::size_t>(early.thread));
}

// The events of one thread so far. Their clocks do not fall.
class EventsOfThread {
 public:
  void Add(std::uint64_t clock, std::size_t event) { entries_.push_back({clock, event}); }

  // The last that is no later. A fence and a failed try-lock share the clock of the event before
  // them, and it is that one which others have learned of.
  std::size_t LastUntil(std::uint64_t clock) const {
    const auto after = std::ranges::upper_bound(entries_, clock, {}, &Entry::clock);
    if (after == entries_.begin()) {
      return kNoEvent;
    }
    return std::ranges::lower_bound(entries_, std::prev(after)->clock, {}, &Entry::clock)->event;
  }

 private:
  struct Entry {
    std::uint64_t clock;
    std::size_t event;
  };
  std::vector<Entry> entries_;
};

}  // namespace

bool Writes(const Event& event) {
  return event.kind == EventKind::kStore || event.kind == EventKind::kReadModifyWrite ||
         event.kind == EventKind::kWrite ||
         (event.kind == EventKind::kCompareExchange && event.succeeded);
}

namespace {

// What `select` says of each event that reads, given the events that wrote its object before.
template <class Select>
std::vector<std::size_t> OfReads(const Recorder::Events& events, Select select) {
  std::vector<std::size_t> selected(events.size(), kNoEvent);
  std::unordered_map<const void*, std::vector<std::size_t>> writers;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (!Reads(event.kind) && !Writes(event)) {
      continue;
    }
    std::vector<std::size_t>& stores = writers[event.object];
    if (Reads(event.kind) && event.is_known) {
      selected[i] = select(event, stores);
    }
    if (Writes(event)) {
      stores.push_back(i);
    }
  }
  return selected;
}

}  // namespace

std::vector<std::size_t> ReadsFrom(const Recorder::Events& events) {
  return OfReads(events, [](const Event& event, const std::vector<std::size_t>& stores) {
    return event.age < stores.size() ? stores[stores.size() - 1 - event.age] : kNoEvent;
  });
}

std::vector<std::size_t> NewestUnseen(const Recorder::Events& events) {
  return OfReads(events, [](const Event& event, const std::vector<std::size_t>& stores) {
    return event.age > 0 && !stores.empty() ? stores.back() : kNoEvent;
  });
}

std::vector<std::vector<std::size_t>> ComesAfter(const Recorder::Events& events) {
  std::vector<std::vector<std::size_t>> sources(events.size());
  std::array<EventsOfThread, kMaxThreads> histories;
  // Of each thread, the last event of each other one that it comes after.
  std::array<std::array<std::size_t, kMaxThreads>, kMaxThreads> known;
  for (auto& each : known) {
    each.fill(kNoEvent);
  }
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    const auto thread = static_cast<std::size_t>(event.thread);
    if (IsSaid(event.kind)) {
      continue;
    }
    all.clear();
    for (std::size_t other = 0; other < kMaxThreads; ++other) {
      const std::size_t last =
          other == thread ? kNoEvent : histories.at(other).LastUntil(event.seen.at(other));
      if (last != kNoEvent && last != known.at(thread).at(other)) {
        known.at(thread).at(other) = last;
        all.push_back(last);
      }
    }
    std::ranges::remove_copy_if(all, std::back_inserter(sources[i]), [&](std::size_t source) {
      return std::ranges::any_of(all, [&](std::size_t through) {
        return through != source && HappensBefore(events[source], events[through]);
      });
    });
    histories.at(thread).Add(event.clock, i);
  }
  return sources;
}

}  // namespace heddle::checker
