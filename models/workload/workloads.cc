// SPDX-License-Identifier: BSD-3-Clause

#include "models/workload/workloads.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "checker/relacy/relacy_sync.h"
#include "models/workload/litmus_shapes.h"
#include "models/workload/locked_increments.h"
#include "models/workload/page_heap_mock.h"
#include "models/workload/treiber_stack.h"
#include "models/workload/workload_program.h"

namespace heddle::models {
namespace {

using Sync = checker::RelacySync;

template <class Workload>
Model Named(std::string_view name, std::string_view shows) {
  return {std::string(name),
          std::string(shows),
          /*layout=*/"",
          /*revision=*/std::nullopt,
          Workload::kThreads,
          [](const ModelOptions& options) -> std::unique_ptr<checker::Program> {
            return std::make_unique<WorkloadProgram<Workload>>(options);
          }};
}

template <int kThreads, int kTimes>
Model Increments(std::string_view name) {
  return Named<LockedIncrements<Sync, kThreads, kTimes>>(
      name, "threads add to a plain variable under a lock: nothing is lost");
}

template <template <core::SyncPolicy, Orders> class Shape>
void AddShape(std::vector<Model>& models, const std::array<std::string_view, 3>& names,
              std::string_view shows) {
  models.push_back(Named<Shape<Sync, Orders::kRelaxed>>(names[0], shows));
  models.push_back(Named<Shape<Sync, Orders::kReleaseAcquire>>(names[1], shows));
  models.push_back(Named<Shape<Sync, Orders::kSequentiallyConsistent>>(names[2], shows));
}

template <int kThreads, CompareExchange kCompareExchange>
Model Stack(std::string_view name) {
  return Named<TreiberStack<Sync, kThreads, kCompareExchange>>(
      name, "threads push and pop a node each without a lock: no node is lost or popped twice");
}

template <int kScavengers, MockBug kBug>
Model Mock(std::string_view name, std::string_view shows) {
  return Named<PageHeapMock<Sync, kScavengers, kBug>>(name, shows);
}

template <int kScavengers>
void AddMocks(std::vector<Model>& models, const std::array<std::string_view, 3>& names) {
  models.push_back(Mock<kScavengers, MockBug::kNone>(
      names[0],
      "scavengers, an allocator and the start of a generation on a mock of the page heap: no page "
      "has two owners, and a reservation comes back to its own generation"));
  models.push_back(Mock<kScavengers, MockBug::kNoSecondLook>(
      names[1], "the same, but a scavenger takes a page without looking again under the lock"));
  models.push_back(Mock<kScavengers, MockBug::kIgnoresGeneration>(
      names[2], "the same, but a reservation is given back to whichever generation it is"));
}

}  // namespace

std::vector<Model> AllWorkloads() {
  std::vector<Model> models;
  models.push_back(Named<IncrementsThenAddition<Sync>>(
      "workload/w1", "three threads add twice under a lock and once atomically: nothing is lost"));
  models.push_back(Increments<2, 2>("workload/w2-2x2"));
  models.push_back(Increments<3, 2>("workload/w2-3x2"));
  models.push_back(Increments<4, 2>("workload/w2-4x2"));
  models.push_back(Increments<5, 1>("workload/w2-5x1"));
  models.push_back(Increments<4, 3>("workload/w2-4x3"));
  AddShape<MessagePassing>(models, {"workload/w3-mp-rlx", "workload/w3-mp-ra", "workload/w3-mp-sc"},
                           "message passing: no message without its data, if ordered");
  AddShape<StoreBuffering>(models, {"workload/w3-sb-rlx", "workload/w3-sb-ra", "workload/w3-sb-sc"},
                           "store buffering: one of two sees the other, if seq_cst");
  AddShape<IndependentReads>(
      models, {"workload/w3-iriw-rlx", "workload/w3-iriw-ra", "workload/w3-iriw-sc"},
      "independent reads of independent writes: two readers agree on an order, if seq_cst");
  AddShape<DoubleWrites>(models,
                         {"workload/w3-2+2w-rlx", "workload/w3-2+2w-ra", "workload/w3-2+2w-sc"},
                         "two threads write two variables: one write is second, if seq_cst");
  // Only Relacy lets a weak compare-and-exchange fail without reason. What other checkers are
  // compared on is the strong one.
  models.push_back(Stack<2, CompareExchange::kStrong>("workload/w4-2"));
  models.push_back(Stack<3, CompareExchange::kStrong>("workload/w4-3"));
  models.push_back(Stack<2, CompareExchange::kWeak>("workload/w4-2-weak"));
  models.push_back(Stack<3, CompareExchange::kWeak>("workload/w4-3-weak"));
  AddMocks<1>(models, {"workload/w5", "workload/w5-bug1", "workload/w5-bug2"});
  AddMocks<2>(models, {"workload/w6", "workload/w6-bug1", "workload/w6-bug2"});
  return models;
}

}  // namespace heddle::models
