// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_WORLD_HEAP_PROBE_H_
#define HEDDLE_MODELS_WORLD_HEAP_PROBE_H_

#include <string_view>

#include "checker/relacy/primitives.h"
#include "core/address/address_range.h"
#include "core/probe/probe.h"
#include "core/sync/failure.h"

namespace heddle::models {

// Receives the probe's calls on behalf of a SmallHeap, which is built on this type and so cannot be
// named in it, and writes the telling ones into the trace. Silent until a heap listens.
class HeapProbe {
 public:
  class Listener {
   public:
    virtual void OnLockReleased(core::LockRank rank) = 0;
    // What is worth a note when this lock is given back. Empty: nothing.
    virtual void Tell(core::LockRank rank, core::FailureText& text) = 0;
    virtual void OnGenerationStarted(core::Generation generation, core::Offset start) = 0;
    virtual void OnReserved(const core::AddressRange& range, core::Generation generation) = 0;
    virtual void OnUnreserved(const core::AddressRange& range, core::Generation generation,
                              core::UnreserveOutcome what) = 0;
    virtual void OnClaimed(const core::AddressRange& pages) = 0;
    virtual void OnReleasing() = 0;
    virtual void OnFreedBack(const core::AddressRange& pages) = 0;

   protected:
    ~Listener() = default;
  };

  void Listen(Listener* listener) { listener_ = listener; }

  void LockReleased(core::LockRank rank) {
    if (listener_ != nullptr) {
      core::FailureText news;
      {
        const checker::Unrecorded oracle;
        listener_->Tell(rank, news);
      }
      if (!news.view().empty()) {
        checker::Note(news.view());
      }
      const checker::Unrecorded oracle;
      listener_->OnLockReleased(rank);
    }
  }

  static void Searched(core::SearchOutcome /*outcome*/) {}

  void SearchedThrough() {
    if (listener_ != nullptr) {
      ShowReserved([](core::FailureText& /*nothing*/) {});
    }
  }

  void GenerationStarted(core::Generation generation, core::Offset start) {
    if (listener_ != nullptr) {
      Note([&](core::FailureText& text) { text << "generation " << generation << " starts"; });
      const checker::Unrecorded oracle;
      listener_->OnGenerationStarted(generation, start);
    }
  }

  void Reserved(const core::AddressRange& range, core::Generation generation) {
    if (listener_ != nullptr) {
      Note([&](core::FailureText& text) {
        text << "reserves " << range << " in generation " << generation;
      });
      ShowReserved(
          [&](core::FailureText& text) { text << range << " of generation " << generation; });
      const checker::Unrecorded oracle;
      listener_->OnReserved(range, generation);
    }
  }

  void Unreserved(const core::AddressRange& range, core::Generation generation,
                  core::UnreserveOutcome what) {
    if (listener_ != nullptr) {
      const std::string_view verb =
          what == core::UnreserveOutcome::kReturned ? "gives back " : "drops stale ";
      Note([&](core::FailureText& text) {
        text << verb << range << " of generation " << generation;
      });
      ShowReserved([](core::FailureText& /*nothing*/) {});
      const checker::Unrecorded oracle;
      listener_->OnUnreserved(range, generation, what);
    }
  }

  void Claimed(const core::AddressRange& pages) {
    NotePages("takes pages ", pages);
    if (listener_ != nullptr) {
      listener_->OnClaimed(pages);
    }
  }
  void Releasing(const core::AddressRange& /*pages*/) {
    if (listener_ != nullptr) {
      listener_->OnReleasing();
    }
  }
  void Released(const core::AddressRange& pages) { NotePages("has released ", pages); }
  void FreedBack(const core::AddressRange& pages) {
    NotePages("frees back ", pages);
    if (listener_ != nullptr) {
      listener_->OnFreedBack(pages);
    }
  }

 private:
  template <class Write>
  static void Note(Write write) {
    if (checker::IsRecording()) {
      core::FailureText text;
      write(text);
      checker::Note(text.view());
    }
  }

  // What this thread has reserved.
  template <class Write>
  static void ShowReserved(Write write) {
    if (checker::IsRecording()) {
      core::FailureText text;
      write(text);
      checker::Show("reserved", text.view());
    }
  }

  void NotePages(std::string_view verb, const core::AddressRange& pages) {
    if (listener_ != nullptr) {
      Note([&](core::FailureText& text) { text << verb << pages; });
    }
  }

  Listener* listener_ = nullptr;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_WORLD_HEAP_PROBE_H_
