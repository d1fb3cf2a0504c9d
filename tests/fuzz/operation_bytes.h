// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_FUZZ_OPERATION_BYTES_H_
#define HEDDLE_TESTS_FUZZ_OPERATION_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace heddle::tests {

// Reads operations off bytes: four bytes make one, so that what is cut out or put in elsewhere
// means the same there. Behind the end all bytes are zero.
class OperationBytes {
 public:
  struct Four {
    std::uint8_t kind;
    std::uint8_t which;
    std::uint16_t number;  // lower byte first
  };

  explicit OperationBytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool AtEnd() const { return at_ >= bytes_.size(); }
  std::uint8_t Byte() { return AtEnd() ? std::uint8_t{0} : bytes_[at_++]; }
  Four Next() {
    const std::uint8_t kind = Byte();
    const std::uint8_t which = Byte();
    const std::uint8_t low = Byte();
    return {kind, which, static_cast<std::uint16_t>(low | Byte() << 8)};
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_FUZZ_OPERATION_BYTES_H_
