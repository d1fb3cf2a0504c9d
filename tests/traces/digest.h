// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_TRACES_DIGEST_H_
#define HEDDLE_TESTS_TRACES_DIGEST_H_

#include <cstdint>

namespace heddle::tests {

// FNV-1a, 64 bits wide, over 64-bit numbers, each as eight bytes, lowest first.
class Digest {
 public:
  void Add(std::uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) {
      hash_ = (hash_ ^ (number >> (8 * byte) & 0xff)) * 1099511628211U;
    }
  }

  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 14695981039346656037U;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_DIGEST_H_
