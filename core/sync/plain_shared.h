// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_SYNC_PLAIN_SHARED_H_
#define HEDDLE_CORE_SYNC_PLAIN_SHARED_H_

#include <source_location>

namespace heddle::core {

// Shared memory where a lock is all the protection there is: plain memory, at no cost. Race
// detectors see through it. Made without a value it is not initialized, so that zero bytes are a
// valid one.
template <class T>
class PlainShared {
 public:
  using Location = std::source_location;

  PlainShared() = default;
  explicit PlainShared(T value) : value_(value) {}

  T Get(const Location& /*where*/ = Location::current()) const { return value_; }
  void Set(T value, const Location& /*where*/ = Location::current()) { value_ = value; }

 private:
  T value_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_SYNC_PLAIN_SHARED_H_
