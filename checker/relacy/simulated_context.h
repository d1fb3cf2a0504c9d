// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_SIMULATED_CONTEXT_H_
#define HEDDLE_CHECKER_RELACY_SIMULATED_CONTEXT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "checker/relacy/director.h"
#include "checker/relacy/execution_state.h"
#include "checker/relacy/object_pool.h"
#include "checker/relacy/relacy.h"
#include "checker/relacy/simulated_heap.h"

namespace heddle::checker {

// Where Relacy's primitives find the threads and what they need of them, for a fixed number of
// threads. Relacy has one of its own, made for searches that end with the first violation; this one
// can give an execution up at any point and begin another. What it adds to the memory model of
// Relacy is nothing: threads' clocks, atomics, locks and races are Relacy's own code.
//
// Derived classes run the threads.
template <int kThreads>
class SimulatedContext
    : public rl::thread_local_contxt_impl<rl::context_addr_hash_impl<rl::context, kThreads>,
                                          kThreads> {
 public:
  using Base =
      rl::thread_local_contxt_impl<rl::context_addr_hash_impl<rl::context, kThreads>, kThreads>;

  explicit SimulatedContext(rl::test_params& params) : Base(kThreads, params) {
    this->seq_cst_fence_order_ = fence_order_.data();
    for (int i = 0; i < kThreads; ++i) {
      new (&threads_[Index(i)]) Thread(i);
      thread(i).ctx_ = this;
    }
    this->threadx_ = nullptr;
    this->invariant_executing = false;
    this->disable_preemption_ = 0;
  }

  ~SimulatedContext() override = default;

 protected:
  using Thread = rl::thread_info<kThreads>;

  Thread& thread(int i) { return *std::launder(reinterpret_cast<Thread*>(&threads_[Index(i)])); }

  void ForgetExecution() {
    atomics_.Reset();
    vars_.Reset();
    mutexes_.Reset();
    heap_.Reset();
    Base::iteration_begin();
    this->disable_preemption_ = 0;
    fence_order_.fill(0);
    for (int i = 0; i < kThreads; ++i) {
      thread(i).iteration_begin();
      for (int j = 0; j < kThreads; ++j) {
        thread(i).acquire_fence_order_[j] = 0;
        thread(i).release_fence_order_[j] = 0;
      }
    }
  }

  // The name of the first kind of which something is left, or null.
  const char* Leak() const {
    return heap_.live() != 0      ? "memory leak detected"
           : atomics_.live() != 0 ? "atomic leak"
           : vars_.live() != 0    ? "var leak"
           : mutexes_.live() != 0 ? "mutex leak"
                                  : nullptr;
  }

  // Everything before happens before everything after, in all threads.
  void rl_global_fence() override {
    rl::timestamp_t latest = 0;
    for (int i = 0; i < kThreads; ++i) {
      latest = std::max(latest, thread(i).acq_rel_order_[i]);
    }
    for (int i = 0; i < kThreads; ++i) {
      for (int j = 0; j < kThreads; ++j) {
        thread(i).acq_rel_order_[j] = latest;
      }
    }
  }

  // The program is about to allocate or to free memory. True if threads run.
  virtual bool HeapStep() = 0;

 private:
  struct ThreadStorage {
    alignas(Thread) std::byte bytes[sizeof(Thread)];
  };

  static std::size_t Index(int i) { return static_cast<std::size_t>(i); }

  rl::atomic_data* atomic_ctor(void* /*owner*/) override { return atomics_.Make(); }
  void atomic_dtor(rl::atomic_data* data) override {
    atomics_.Destroy(static_cast<rl::atomic_data_impl<kThreads>*>(data));
  }
  rl::var_data* var_ctor() override { return vars_.Make(); }
  void var_dtor(rl::var_data* data) override {
    vars_.Destroy(static_cast<rl::var_data_impl<kThreads>*>(data));
  }
  rl::generic_mutex_data* mutex_ctor(bool is_rw, bool is_exclusive_recursive,
                                     bool is_shared_recursive, bool failing_try_lock) override {
    return mutexes_.Make(is_rw, is_exclusive_recursive, is_shared_recursive, failing_try_lock);
  }
  void mutex_dtor(rl::generic_mutex_data* data) override {
    mutexes_.Destroy(static_cast<rl::generic_mutex_data_impl<kThreads>*>(data));
  }

  void atomic_thread_fence_acquire() override { Current().atomic_thread_fence_acquire(); }
  void atomic_thread_fence_release() override { Current().atomic_thread_fence_release(); }
  void atomic_thread_fence_acq_rel() override { Current().atomic_thread_fence_acq_rel(); }
  void atomic_thread_fence_seq_cst() override {
    this->sched();
    Current().atomic_thread_fence_seq_cst(fence_order_.data());
  }

  rl::thread_id_t get_thread_count() const override { return kThreads; }

  Thread& Current() { return *static_cast<Thread*>(this->threadx_); }

  // Memory of the program. That of the checker, and what is allocated outside of fibers, comes from
  // malloc.
  void* alloc(std::size_t size) override {
    if (this->threadx_ == nullptr) {
      return std::malloc(size);
    }
    HeapStep();
    return heap_.Allocate(size);
  }
  void* alloc(std::size_t size, bool /*is_array*/, rl::debug_info_param /*where*/) override {
    return alloc(size);
  }
  void free(void* memory) override { FreeAt(memory, rl::debug_info()); }
  void free(void* memory, bool /*is_array*/, rl::debug_info_param where) override {
    FreeAt(memory, where);
  }
  std::size_t prev_alloc_size() override { return 0; }
  void set_debug_info(rl::debug_info_param /*where*/) override {}

  void FreeAt(void* memory, rl::debug_info_param where) {
    if (memory == nullptr) {
      return;
    }
    if (this->threadx_ == nullptr) {
      if (!heap_.Contains(memory)) {
        std::free(memory);
      }
      return;
    }
    const bool reuse = HeapStep() && this->rand(2, rl::sched_type_mem_realloc) != 0;
    if (!heap_.Free(memory, reuse)) {
      this->fail_test("memory is freed that was not allocated", rl::test_result_double_free, where);
    }
  }

  // What the policy does not offer, because no strategy knows how to explore it.
  rl::condvar_data* condvar_ctor(bool /*allow_spurious_wakeups*/) override {
    Refuse("condition variables are not simulated");
    return nullptr;
  }
  void condvar_dtor(rl::condvar_data* /*data*/) override {}
  rl::sema_data* sema_ctor(bool /*spurious_wakeups*/, unsigned /*initial_count*/,
                           unsigned /*max_count*/) override {
    Refuse("semaphores are not simulated");
    return nullptr;
  }
  void sema_dtor(rl::sema_data* /*data*/) override {}
  rl::event_data* event_ctor(bool /*manual_reset*/, bool /*initial_state*/) override {
    Refuse("Relacy's events are not simulated");
    return nullptr;
  }
  void event_dtor(rl::event_data* /*data*/) override {}
  void yield(unsigned /*count*/, rl::debug_info_param /*where*/) override {
    Refuse(
        "a simulated thread cannot yield: retry a bounded number of times, or wait for an Event");
  }
  void rl_until(char const* /*text*/, rl::debug_info_param /*where*/) override {
    Refuse("Relacy's until is not simulated");
  }
  rl::win_waitable_object* create_thread(void* (* /*function*/)(void*),
                                         void* /*argument*/) override {
    Refuse("a simulated thread cannot create threads");
    return nullptr;
  }
  rl::unpark_reason wfmo_park(void** /*sets*/, rl::win_waitable_object** /*objects*/,
                              std::size_t /*count*/, bool /*wait_all*/, bool /*is_timed*/,
                              rl::debug_info_param /*where*/) override {
    Refuse("waiting for several objects is not simulated");
    return rl::unpark_reason_normal;
  }
  void switch_back(rl::debug_info_param /*where*/) override {}
  void fiber_proc_impl(int /*thread*/) override {}

  // Ends the simulation with an error of its own. Does not return.
  virtual void Refuse(const char* what) = 0;

  std::array<ThreadStorage, kThreads> threads_;
  std::array<rl::timestamp_t, kThreads> fence_order_{};
  SimulatedHeap heap_;
  ObjectPool<rl::atomic_data_impl<kThreads>> atomics_;
  ObjectPool<rl::var_data_impl<kThreads>> vars_;
  ObjectPool<rl::generic_mutex_data_impl<kThreads>> mutexes_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_SIMULATED_CONTEXT_H_
