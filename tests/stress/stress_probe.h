// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_STRESS_STRESS_PROBE_H_
#define HEDDLE_TESTS_STRESS_STRESS_PROBE_H_

#include <cstdint>
#include <functional>

#include "core/address/address_range.h"
#include "core/probe/probe.h"
#include "models/oracles/reservation_ledger.h"
#include "tests/stress/path_counts.h"
#include "tests/stress/shadow_table.h"

namespace heddle::stress {

// Watches what the scavenger does while it does it: counts the paths it takes, keeps the ledger of
// reservations, and asks the shadow table before memory goes. Ranges is the type of its sets.
template <class G, class Ranges>
class StressProbe : public core::NoProbe {
 public:
  // Before there are threads. Without it, paths are counted and nothing else. `heap` and `left`
  // are null if there are no reservations.
  void Watch(const ShadowTable& shadow, const Ranges* heap, const Ranges* left) {
    shadow_ = &shadow;
    if (heap != nullptr) {
      ledger_.Watch(*heap, *left);
      keeps_ledger_ = true;
    }
  }

  void GenerationStarted(core::Generation generation, core::Offset start) {
    if (keeps_ledger_) {
      ledger_.GenerationStarted(generation, start);
      ledger_.ledger().CheckShare(share());
    }
  }
  void Reserved(const core::AddressRange& range, core::Generation generation) {
    if (keeps_ledger_) {
      ledger_.Reserved(range, generation);
    }
  }
  void Unreserved(const core::AddressRange& range, core::Generation generation,
                  core::UnreserveOutcome what) {
    ThreadPaths::Count(what == core::UnreserveOutcome::kDropped ? Path::kStaleUnreserve
                                                                : Path::kUnreserve);
    if (keeps_ledger_) {
      ledger_.Unreserved(range, generation, what);
    }
  }
  static void SearchedThrough() {}
  void Searched(core::SearchOutcome outcome) {
    switch (outcome) {
      case core::SearchOutcome::kFoundAtLimit:
        return ThreadPaths::Count(Path::kFoundAtLimit);
      case core::SearchOutcome::kFoundBelow:
        return ThreadPaths::Count(Path::kFoundBelow);
      case core::SearchOutcome::kFooled:
        return ThreadPaths::Count(Path::kFooled);
    }
  }
  void Claimed(const core::AddressRange& pages) {
    if (claimed) {
      claimed(pages);
    }
  }
  void FreedBack(const core::AddressRange& pages) {
    if (freed_back) {
      freed_back(pages);
    }
  }
  void Releasing(const core::AddressRange& pages) {
    if (shadow_ != nullptr) {
      shadow_->CheckReleasing(G::AddressOf(pages.base), pages.Size() / G::kPageBytes);
    }
  }

  // Set before there are threads, or never: what looks at the bitmaps, under the heap lock, and
  // what says how large a reservation is to be, under the lock that guards them. The types of those
  // that are asked are made with that of the probe, so they cannot be named here.
  std::function<void(const core::AddressRange&)> claimed;
  std::function<void(const core::AddressRange&)> freed_back;
  std::function<std::uint64_t()> share;  // where there is a ledger

 private:
  const ShadowTable* shadow_ = nullptr;
  models::LedgerProbe<G, Ranges> ledger_;  // under the lock that guards the reservations
  bool keeps_ledger_ = false;
};

}  // namespace heddle::stress

#endif  // HEDDLE_TESTS_STRESS_STRESS_PROBE_H_
