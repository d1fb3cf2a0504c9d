// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_EXECUTION_STORAGE_H_
#define HEDDLE_CORE_MEMORY_EXECUTION_STORAGE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "core/sync/failure.h"

namespace heddle::core {

// Objects of one simulated execution, on storage that outlives it. An execution that ends takes its
// objects down with Destroy; one that was cut short in the middle of anything is forgotten, because
// its objects may be in any state and their destructors must not run. Addresses repeat from one
// execution to the next. Not synchronized.
class ExecutionStorage {
 public:
  // Borrows the storage.
  explicit ExecutionStorage(std::span<std::byte> storage) : storage_(storage) {}
  ExecutionStorage(const ExecutionStorage&) = delete;
  ExecutionStorage& operator=(const ExecutionStorage&) = delete;

  template <class T, class... Args>
  T* Make(Args&&... args) {
    T* const object = new (Take(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
    Remember<T>(object, 1);
    return object;
  }

  // `count` value-initialized Ts. Fatal if they do not fit.
  template <class T>
  T* Allocate(std::size_t count) {
    if (count > storage_.size() / sizeof(T)) {
      OutOfRoom();
    }
    T* const objects = static_cast<T*>(Take(count * sizeof(T), alignof(T)));
    std::uninitialized_value_construct_n(objects, count);
    Remember<T>(objects, count);
    return objects;
  }

  // Runs the destructors, newest object first.
  void Destroy() {
    while (newest_ != nullptr) {
      Entry* const entry = newest_;
      newest_ = entry->older;
      entry->destroy(entry->objects, entry->count);
    }
    used_ = 0;
  }

  // Leaves the objects as they are.
  void Forget() {
    newest_ = nullptr;
    used_ = 0;
  }

 private:
  struct Entry {
    Entry* older;
    void* objects;
    std::size_t count;
    void (*destroy)(void* objects, std::size_t count);
  };

  template <class T>
  void Remember(T* objects, std::size_t count) {
    if constexpr (!std::is_trivially_destructible_v<T>) {
      const auto destroy = [](void* first, std::size_t n) {
        std::destroy_n(static_cast<T*>(first), n);
      };
      newest_ = new (Take(sizeof(Entry), alignof(Entry))) Entry{newest_, objects, count, destroy};
    }
  }

  void* Take(std::size_t bytes, std::size_t alignment) {
    void* place = storage_.data() + used_;
    std::size_t room = storage_.size() - used_;
    if (std::align(alignment, bytes, place, room) == nullptr) {
      OutOfRoom();
    }
    used_ = storage_.size() - room + bytes;
    return place;
  }

  [[noreturn]] void OutOfRoom() const {
    Fail(FailureKind::kAssertion, FailureText()
                                      << "the objects of one execution need more than the "
                                      << storage_.size() << " bytes of their storage");
  }

  std::span<std::byte> storage_;
  std::size_t used_ = 0;
  Entry* newest_ = nullptr;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_EXECUTION_STORAGE_H_
