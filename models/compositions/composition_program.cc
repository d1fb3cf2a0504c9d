// SPDX-License-Identifier: BSD-3-Clause

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checker/program.h"
#include "core/memory/execution_storage.h"
#include "models/compositions/composition.h"
#include "models/compositions/world_layout.h"
#include "models/compositions/worlds.h"
#include "models/oracle_list.h"
#include "models/oracles/lock_discipline.h"
#include "models/oracles/lost_work.h"

namespace heddle::models {
namespace {

WorldLayout LayoutOf(const Composition& composition) {
  WorldLayout layout(composition.layout);
  if (Has(composition, OperationId::kAllocateAligned)) {
    layout.sizes = {.min_pages = 4, .huge_pages = 0, .page_bytes = std::uint64_t{32} << 10};
  }
  layout.beyond_goal =
      Has(composition, OperationId::kGrow) || Has(composition, OperationId::kBackground);
  return layout;
}

class CompositionProgram : public checker::Program {
 public:
  CompositionProgram(const Composition& composition, core::Revision revision,
                     unsigned idle_generations, const ModelOptions& options)
      : composition_(composition),
        revision_(revision),
        idle_generations_(idle_generations),
        options_{options.protocol, options.oracles & OraclesOf(composition, revision)},
        layout_(LayoutOf(composition)),
        has_background_(Has(composition, OperationId::kBackground)) {}

  int ThreadCount() const override { return static_cast<int>(composition_.operations.size()); }

  void Setup() override {
    world_ = composition_.heap == HeapKind::kWhole
                 ? MakeWholeWorld(revision_, storage_, options_, layout_)
                 : MakeSmallWorld(revision_, composition_.heap == HeapKind::kShared ? 2 : 1,
                                  storage_, options_, layout_);
    for (std::size_t i = 0; i < composition_.operations.size(); ++i) {
      leases_[i] = composition_.operations[i] == OperationId::kFree ? world_->TakeFromLayout()
                                                                    : Lease{0, 0, kFirstTag + i};
    }
  }

  void Thread(int index) override {
    const SameLocksAfter same_locks(options_.oracles);
    const OperationId operation = composition_.operations[static_cast<std::size_t>(index)];
    OperationOf(operation).run(*world_, leases_[static_cast<std::size_t>(index)]);
    if (has_background_ && operation != OperationId::kBackground) {
      world_->WakeAndStopBackground();
    }
  }

  // Threads keep what they have until all else is released: what is freed above it would make the
  // next generation start there, and hide what was lost below.
  void Finish() override {
    std::uint64_t owned = 0;
    for (const Lease& lease : leases_) {
      owned += lease.pages;
    }
    world_->CheckQuiet(owned);
    world_->EndHistory();
    if (options_.oracles.lost_work) {
      PassIdleGenerations(*world_, idle_generations_, core::kAllBytes);
      world_->CheckNothingLeft(idle_generations_);
    }
    for (const Lease& lease : leases_) {
      if (lease.pages > 0) {
        world_->Free(lease);
      }
    }
    world_->CheckQuiet(0);
    world_ = nullptr;
    storage_.Destroy();
  }

  void Abandon() override {
    world_ = nullptr;
    storage_.Forget();
  }

  std::string Describe(const void* object) const override {
    return world_ == nullptr ? std::string() : world_->Describe(object);
  }

 private:
  static constexpr std::size_t kStorageBytes = std::size_t{256} << 10;
  static constexpr std::uint64_t kFirstTag = 10;

  const Composition& composition_;
  core::Revision revision_;
  unsigned idle_generations_;
  ModelOptions options_;
  WorldLayout layout_;
  bool has_background_;
  std::vector<std::byte> bytes_ = std::vector<std::byte>(kStorageBytes);
  core::ExecutionStorage storage_{bytes_};
  OperationWorld* world_ = nullptr;
  std::array<Lease, checker::kMaxThreads> leases_{};
};

}  // namespace

std::unique_ptr<checker::Program> MakeProgram(const Composition& composition,
                                              core::Revision revision, unsigned idle_generations,
                                              const ModelOptions& options) {
  return std::make_unique<CompositionProgram>(composition, revision, idle_generations, options);
}

}  // namespace heddle::models
