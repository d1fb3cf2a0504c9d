// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_INTERPRETER_H_
#define HEDDLE_LITMUS_INTERPRETER_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "checker/program.h"
#include "checker/relacy/primitives.h"
#include "checker/trace/malloc_vector.h"
#include "litmus/cell_array.h"
#include "litmus/outcome.h"
#include "litmus/program.h"

namespace heddle::litmus {

// Runs a program as data in the checker, and collects the outcomes of its executions. Inside a
// simulation it allocates nothing but room for an outcome that is new.
class Interpreter : public checker::Program {
 public:
  // `program` must live longer.
  explicit Interpreter(const litmus::Program& program);

  int ThreadCount() const override { return static_cast<int>(program_.threads.size()); }
  void Setup() override;
  void Thread(int index) override;
  void Finish() override;
  void Abandon() override {}
  std::string Describe(const void* object) const override;

  // Of the executions that ended without a violation; sorted.
  std::vector<Outcome> Outcomes() const;

 private:
  class Runner;
  using SimulatedOutcome = checker::MallocVector<std::int64_t>;

  std::int64_t ValueOf(const Observed& observed);

  const litmus::Program& program_;
  CellArray<checker::AtomicCell> atomics_;
  CellArray<checker::RaceCell> races_;
  CellArray<checker::MutexCell> mutexes_;
  CellArray<checker::EventCell> events_;
  std::vector<std::int64_t> variables_;  // what `races_` watches
  std::vector<std::vector<std::int64_t>> registers_;
  SimulatedOutcome last_outcome_;
  std::set<SimulatedOutcome, std::less<>, checker::MallocAllocator<SimulatedOutcome>> outcomes_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_INTERPRETER_H_
