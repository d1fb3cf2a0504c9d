// SPDX-License-Identifier: BSD-3-Clause
//
// The main function of a program that explores models of one's own:
//
//   int main(int argc, char** argv) {
//     return heddle::checker::RunModels<PushPop, PopPop>(argc, argv);
//   }
//
// It takes a part of what the heddle command takes, and says the same: `check [MODEL...]`, which is
// also what it does when nothing is asked for, `list`, `replay TRACE`; --help has the rest. A
// violation is printed as an interleaving and kept as a trace file. What does not end with status 0
// or wrong usage ends with a command on standard error that shows why. Ctrl-C and SIGTERM have it
// say what it has come to, for which it takes these signals over.

#ifndef HEDDLE_CHECKER_MODEL_RUN_MODELS_H_
#define HEDDLE_CHECKER_MODEL_RUN_MODELS_H_

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "checker/model/model.h"
#include "checker/program.h"

namespace heddle::checker {

struct NamedModel {
  std::string_view name;
  std::unique_ptr<Program> (*make)();
};

// Returns the exit status: 0 each model passes, or a trace leads where it did; 1 a violation, or a
// trace that does not; 2 wrong usage or input; 3 a limit was reached first, or it was interrupted;
// 4 no result, because of the checker or a model that is not deterministic.
int RunNamedModels(std::span<const NamedModel> models, int argc, const char* const* argv);

template <Model... M>
int RunModels(int argc, const char* const* argv) {
  static constexpr std::array<NamedModel, sizeof...(M)> kModels = {NamedModel{
      M::kName,
      []() -> std::unique_ptr<Program> { return std::make_unique<ModelProgram<M>>(); }}...};
  return RunNamedModels(kModels, argc, argv);
}

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_MODEL_RUN_MODELS_H_
