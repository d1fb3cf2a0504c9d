// SPDX-License-Identifier: BSD-3-Clause
//
// A model of one's own as a class. Its members are what the threads share, on RelacySync; each
// execution builds an object of it afresh. The rules for programs (checker/program.h) are those for
// models.
//
//   static constexpr std::string_view kName;
//   static constexpr int kThreads;                        at most kMaxThreads
//   M();
//   void Thread(int index);                               what each thread does, the first being 0
//   void Finish();                                        alone, after them: final checks
//   std::string Describe(const void* object) const;       the name of a primitive, for the trace;
//                                                         empty if it has none

#ifndef HEDDLE_CHECKER_MODEL_MODEL_H_
#define HEDDLE_CHECKER_MODEL_MODEL_H_

#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "checker/program.h"
#include "checker/search/check.h"

namespace heddle::checker {

template <class M>
concept Model = std::default_initializable<M> &&
                requires(M model, const M& reader, int index, const void* object) {
                  { M::kName } -> std::convertible_to<std::string_view>;
                  { M::kThreads } -> std::convertible_to<int>;
                  requires M::kThreads >= 1 && M::kThreads <= kMaxThreads;
                  model.Thread(index);
                  model.Finish();
                  { reader.Describe(object) } -> std::convertible_to<std::string>;
                };

// What the checker explores of a model. The object lives in storage that outlives an execution
// which is given up, so that it can be forgotten as it is.
template <Model M>
class ModelProgram final : public Program {
 public:
  int ThreadCount() const override { return M::kThreads; }
  void Setup() override { model_ = new (storage_) M(); }
  void Thread(int index) override { model_->Thread(index); }
  void Finish() override {
    model_->Finish();
    std::destroy_at(model_);
    model_ = nullptr;
  }
  void Abandon() override { model_ = nullptr; }
  std::string Describe(const void* object) const override {
    return model_ == nullptr ? std::string() : model_->Describe(object);
  }

 private:
  alignas(M) std::byte storage_[sizeof(M)];
  M* model_ = nullptr;
};

// Explores a model; for tests of any framework. `EXPECT_TRUE(result.Passes()) << Text(result)`
// shows what is wrong (checker/report/summary.h). Throws as Check does.
template <Model M>
CheckResult CheckModel(const CheckOptions& options = {}) {
  ModelProgram<M> program;
  return Check(program, options);
}

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_MODEL_MODEL_H_
