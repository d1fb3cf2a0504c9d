// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_RELACY_SIMULATED_HEAP_H_
#define HEDDLE_CHECKER_RELACY_SIMULATED_HEAP_H_

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "checker/trace/malloc_vector.h"

namespace heddle::checker {

// What operator new and delete of the simulated program use. The same requests get the same
// addresses in every execution, and all is taken back at the end of one.
class SimulatedHeap {
 public:
  SimulatedHeap() = default;
  SimulatedHeap(const SimulatedHeap&) = delete;
  SimulatedHeap& operator=(const SimulatedHeap&) = delete;
  ~SimulatedHeap() {
    for (const Chunk& chunk : chunks_) {
      std::free(chunk.memory);
    }
  }

  void* Allocate(std::size_t size) {
    const std::size_t bytes = std::max(RoundUp(size), kAlignment);
    const auto reusable = std::ranges::find(released_, bytes, &Block::bytes);
    std::byte* address;
    if (reusable != released_.end()) {
      address = reusable->address;
      released_.erase(reusable);
    } else {
      address = Carve(bytes);
    }
    live_.push_back({address, bytes});
    return address;
  }

  // False if the address is that of no allocation. `reuse` lets a later one have it.
  bool Free(void* address, bool reuse) {
    const auto block = std::ranges::find(live_, static_cast<std::byte*>(address), &Block::address);
    if (block == live_.end()) {
      return false;
    }
    if (reuse) {
      released_.push_back(*block);
    }
    *block = live_.back();
    live_.pop_back();
    return true;
  }

  bool Contains(const void* address) const {
    const auto* const byte = static_cast<const std::byte*>(address);
    return std::ranges::any_of(chunks_, [byte](const Chunk& chunk) {
      return !std::less<>()(byte, chunk.memory) && std::less<>()(byte, chunk.memory + chunk.bytes);
    });
  }

  std::size_t live() const { return live_.size(); }
  void Reset() {
    live_.clear();
    released_.clear();
    current_ = 0;
    used_ = 0;
  }

 private:
  struct Block {
    std::byte* address;
    std::size_t bytes;
  };
  struct Chunk {
    std::byte* memory;
    std::size_t bytes;
  };
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);
  static constexpr std::size_t kChunkBytes = std::size_t{64} * 1024;

  static std::size_t RoundUp(std::size_t size) {
    return (size + kAlignment - 1) / kAlignment * kAlignment;
  }

  std::byte* Carve(std::size_t bytes) {
    while (current_ < chunks_.size() && used_ + bytes > chunks_[current_].bytes) {
      ++current_;
      used_ = 0;
    }
    if (current_ == chunks_.size()) {
      const std::size_t wanted = std::max(bytes, kChunkBytes);
      chunks_.push_back({MallocAllocator<std::byte>().allocate(wanted), wanted});
    }
    std::byte* const address = chunks_[current_].memory + used_;
    used_ += bytes;
    return address;
  }

  MallocVector<Chunk> chunks_;
  std::size_t current_ = 0;  // the chunk that is being carved up
  std::size_t used_ = 0;     // of it, in bytes
  MallocVector<Block> live_;
  MallocVector<Block> released_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_RELACY_SIMULATED_HEAP_H_
