// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CORE_MEMORY_MAPPED_MEMORY_H_
#define HEDDLE_CORE_MEMORY_MAPPED_MEMORY_H_

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "core/address/align.h"
#include "core/address/offset.h"
#include "core/geometry/physical_sizes.h"
#include "core/memory/address_window.h"
#include "core/memory/aligned_space.h"
#include "core/memory/concept.h"
#include "core/memory/mapped_memory_options.h"
#include "core/memory/metadata_mappings.h"
#include "core/memory/posix_memory.h"
#include "core/sync/memory_order.h"

namespace heddle::core {

// Real memory: one window of the process's address space, reserved when this object is made and
// returned when it dies. docs/real-memory.md says what to expect of the system.
//
// `System` makes the system calls, by several threads at once.
template <class Sync, class System = PosixMemory>
class MappedMemory {
 public:
  // If the system refuses the window, it is empty and error() says why. Fatal if the alignment is
  // not a power of two.
  explicit MappedMemory(std::uint64_t bytes, MappedMemoryOptions options = {}, System system = {})
      : system_(system),
        page_bytes_(system_.PageBytes()),
        window_(TakeWindow(bytes, options)),
        handed_out_(window_.Base()) {
    if (WindowBytes() > 0 && options.huge_pages != HugePages::kSystem) {
      // A system without huge pages refuses the advice, and nothing is lost.
      system_.AdviseHugePages(window_.Base(), WindowBytes(),
                              options.huge_pages == HugePages::kAlways);
    }
  }
  MappedMemory(const MappedMemory&) = delete;
  MappedMemory& operator=(const MappedMemory&) = delete;

  ~MappedMemory() {
    if (WindowBytes() > 0) {
      system_.Unmap(window_.Base(), WindowBytes());
    }
  }

  // Both are called under the heap lock, and leave error() as it is. Whole system pages only.
  Address Reserve(std::uint64_t bytes) {
    const Address base = window_.Next();
    return ReserveAt(base, bytes) ? base : 0;
  }
  bool ReserveAt(Address base, std::uint64_t bytes) {
    if (!IsAligned(bytes, page_bytes_) || !window_.ReserveAt(base, bytes)) {
      return false;
    }
    handed_out_.store(window_.Next(), MemoryOrder::kRelaxed);  // pairs with Check
    return true;
  }

  // Whole system pages that were handed out; false for others, and where the system refuses.
  bool Map(Address base, std::uint64_t bytes) {
    return Check(base, bytes, page_bytes_) && Accept(system_.MakeAccessible(base, bytes));
  }
  // No work, as the first touch of a page makes it. Pages of the allocator may be smaller than the
  // system's, and this is the one operation that takes them singly.
  bool Use(Address base, std::uint64_t bytes) {
    return Check(base, bytes, PhysicalSizes::kMinPageBytes);
  }
  // Like Map. If only a part of the range is locked in memory, what is below that part may be zeros
  // after a refusal; it is still usable.
  bool Release(Address base, std::uint64_t bytes) {
    if (!Check(base, bytes, page_bytes_)) {
      return false;
    }
    int error = system_.Discard(base, bytes);
    for (int tries = 1; tries < kReleaseTries && (error == EAGAIN || error == EINTR); ++tries) {
      error = system_.Discard(base, bytes);
    }
    return Accept(error);
  }

  template <class T>
  T* Metadata(std::size_t count) {
    return metadata_.template Allocate<T>(count);
  }

  // The errno of the last refusal, EINVAL for a bad range; 0 if there was none. If several threads
  // are refused, that of any.
  int error() const { return error_.load(MemoryOrder::kRelaxed); }  // pairs with nothing: a report
  std::uint64_t system_page_bytes() const { return page_bytes_; }

 private:
  static constexpr int kReleaseTries = 16;

  std::uint64_t WindowBytes() const { return window_.Limit() - window_.Base(); }

  AddressWindow TakeWindow(std::uint64_t bytes, const MappedMemoryOptions& options) {
    const TakenSpace space = TakeAlignedSpace(system_, bytes, options.near, options.alignment);
    return Accept(space.error) ? AddressWindow(space.base, space.limit) : AddressWindow();
  }

  // Relaxed: who names an address has it from Reserve, which happened before, and the limit only
  // rises.
  bool Check(Address base, std::uint64_t bytes, std::uint64_t unit) {
    const Address limit = handed_out_.load(MemoryOrder::kRelaxed);
    const bool good =
        window_.Contains(base, bytes) && base + bytes <= limit && IsAligned(base | bytes, unit);
    return Accept(good ? 0 : EINVAL);
  }

  bool Accept(int error) {
    if (error != 0) {
      error_.store(error, MemoryOrder::kRelaxed);
    }
    return error == 0;
  }

  [[no_unique_address]] System system_;
  std::uint64_t page_bytes_;
  typename Sync::template Atomic<int> error_{0};
  AddressWindow window_;
  typename Sync::template Atomic<Address> handed_out_;  // the window's Next()
  MetadataMappings<Sync> metadata_;
};

}  // namespace heddle::core

#endif  // HEDDLE_CORE_MEMORY_MAPPED_MEMORY_H_
