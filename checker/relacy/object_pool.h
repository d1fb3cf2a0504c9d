// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_OBJECT_POOL_H_
#define HEDDLE_CHECKER_RELACY_OBJECT_POOL_H_

#include <cstddef>
#include <new>
#include <utility>

#include "checker/trace/malloc_vector.h"

namespace heddle::checker {

// What an execution makes of one of Relacy's types. Nothing is used twice within an execution;
// everything is forgotten at once after it, however it ended.
template <class T>
class ObjectPool {
 public:
  ObjectPool() = default;
  ObjectPool(const ObjectPool&) = delete;
  ObjectPool& operator=(const ObjectPool&) = delete;
  ~ObjectPool() {
    for (Storage* const block : blocks_) {
      std::free(block);
    }
  }

  template <class... Arguments>
  T* Make(Arguments&&... arguments) {
    if (made_ == blocks_.size() * kPerBlock) {
      blocks_.push_back(MallocAllocator<Storage>().allocate(kPerBlock));
    }
    Storage& storage = blocks_[made_ / kPerBlock][made_ % kPerBlock];
    ++made_;
    ++live_;
    return new (storage.bytes) T(std::forward<Arguments>(arguments)...);
  }
  void Destroy(T* object) {
    object->~T();
    --live_;
  }

  // Made and not destroyed.
  std::size_t live() const { return live_; }
  void Reset() {
    made_ = 0;
    live_ = 0;
  }

 private:
  struct Storage {
    alignas(T) std::byte bytes[sizeof(T)];
  };
  static constexpr std::size_t kPerBlock = 64;

  MallocVector<Storage*> blocks_;
  std::size_t made_ = 0;
  std::size_t live_ = 0;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_OBJECT_POOL_H_
