// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/parallel.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "checker/search/worker.h"

namespace heddle::checker {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMillisecondsBetweenLooks = 50;
// A worker that has been told to stop and has not after this time is in an endless execution.
constexpr auto kPatience = std::chrono::seconds(10);

std::string TextOf(const Part& part) {
  const std::string decisions = ToString(part.subtrees.front().decisions);
  const std::size_t others = part.subtrees.size() - 1;
  return decisions.empty() ? "the whole search"
                           : fmt::format("the part that begins with {}{}", decisions,
                                         others == 0 ? "" : fmt::format(" (and {} more)", others));
}

class Distribution {
 public:
  Distribution(Program& program, const CheckOptions& options, std::uint64_t slice, int jobs,
               PartQueue& queue, Limits& limits)
      : program_(program),
        options_(options),
        slice_(slice),
        jobs_(static_cast<std::size_t>(jobs)),
        queue_(queue),
        limits_(limits) {}

  void Run(const std::function<void()>& listener) {
    while (true) {
      if (!limits_.Add(0)) {
        HandOut();
      } else if (!interrupted_at_) {
        Interrupt();
      }
      const bool is_patient = !interrupted_at_ || Clock::now() - *interrupted_at_ < kPatience;
      if (queue_.empty() || BusyOnes() == 0 || !is_patient) {
        break;
      }
      Wait();
      if (listener) {
        listener();
      }
    }
    for (Slot& slot : slots_) {  // those that did not stop: their parts are as they were
      if (slot.number && *slot.number < queue_.known()) {
        queue_.Return(*slot.number, queue_.part(*slot.number));
      }
    }
  }

 private:
  struct Slot {
    std::unique_ptr<Worker> worker;
    std::optional<PartQueue::Number> number;  // of the part that it has; none: idle
    std::uint64_t executions = 0;             // that it may run
  };

  std::size_t BusyOnes() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(slots_, [](const Slot& slot) { return slot.number.has_value(); }));
  }

  void HandOut() {
    while (queue_.CanTake()) {
      const std::uint64_t left =
          limits_.executions_left() - std::min(promised_, limits_.executions_left());
      Slot* const slot = left == 0 ? nullptr : IdleSlot();
      if (slot == nullptr) {
        return;
      }
      slot->number = queue_.Take();
      // NOLINTNEXTLINE(bugprone-unchecked-optional-access): looked at before
      const Part& part = queue_.part(*slot->number);
      slot->executions = std::min(left, slice_ - part.used);
      promised_ += slot->executions;
      slot->worker->Send(part, slot->executions);
    }
  }

  // Starts another worker if there may be more; null if not.
  Slot* IdleSlot() {
    const auto idle = std::ranges::find_if(slots_, [](const Slot& slot) { return !slot.number; });
    if (idle != slots_.end()) {
      return &*idle;
    }
    if (slots_.size() == jobs_) {
      return nullptr;
    }
    slots_.push_back({std::make_unique<Worker>(program_, options_, slice_), std::nullopt});
    return &slots_.back();
  }

  void Interrupt() {
    interrupted_at_ = Clock::now();
    for (const Slot& slot : slots_) {
      if (slot.number) {
        slot.worker->Interrupt();
      }
    }
  }

  void Wait() {
    std::vector<pollfd> descriptors;
    std::vector<std::size_t> whose;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].number) {
        descriptors.push_back({slots_[i].worker->descriptor(), POLLIN, 0});
        whose.push_back(i);
      }
    }
    if (poll(descriptors.data(), descriptors.size(), kMillisecondsBetweenLooks) <= 0) {
      return;
    }
    for (std::size_t i = 0; i < whose.size(); ++i) {
      if (descriptors[i].revents != 0) {
        Receive(slots_[whose[i]]);
      }
    }
    std::erase_if(slots_, [](const Slot& slot) { return !slot.worker->is_alive(); });
  }

  void Receive(Slot& slot) {
    std::optional<Part> part = slot.worker->Receive();
    if (slot.worker->is_alive() && !part) {
      return;  // not all of it is here
    }
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): looked at before
    const PartQueue::Number number = *std::exchange(slot.number, std::nullopt);
    promised_ -= slot.executions;
    if (queue_.known() <= number) {
      return;  // it does not matter any more
    }
    const Part& before = queue_.part(number);
    if (!part) {
      Lose(number, before, slot.worker->end());
      return;
    }
    const std::uint64_t executions = part->used - before.used;
    const bool is_cut_short = !part->subtrees.empty() && executions < slot.executions;
    limits_.Add(executions);
    queue_.Return(number, *std::move(part));
    if (is_cut_short && !interrupted_at_) {
      limits_.Reach();  // its memory
    }
  }

  void Lose(PartQueue::Number number, const Part& before, const std::string& end) {
    Part part = before;
    part.outcome.lost.push_back(
        fmt::format("a worker ended with {} while it explored {}", end, TextOf(before)));
    part.subtrees.clear();
    part.under_way.reset();
    queue_.Return(number, std::move(part));
  }

  Program& program_;
  const CheckOptions& options_;
  const std::uint64_t slice_;
  const std::size_t jobs_;
  PartQueue& queue_;
  Limits& limits_;
  std::vector<Slot> slots_;
  std::uint64_t promised_ = 0;  // executions that busy workers may run
  std::optional<Clock::time_point> interrupted_at_;
};

}  // namespace

void ExploreInWorkers(Program& program, const CheckOptions& options, std::uint64_t slice, int jobs,
                      PartQueue& queue, Limits& limits, const std::function<void()>& listener) {
  Distribution(program, options, slice, jobs, queue, limits).Run(listener);
}

}  // namespace heddle::checker
