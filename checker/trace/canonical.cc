// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/canonical.h"

#include <utility>

#include "checker/trace/dependency.h"

namespace heddle::checker {
namespace {

constexpr TraceHash kSeed = {0x9e3779b97f4a7c15U, 0xc2b2ae3d27d4eb4fU};
constexpr TraceHash kEmpty;
constexpr std::size_t kFirstSlots = 1024;  // a power of two

// A bijection in which each bit of the input flips about half of the output's.
constexpr std::uint64_t Scramble(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9U;
  word = (word ^ (word >> 27)) * 0x94d049bb133111ebU;
  return word ^ (word >> 31);
}

// The halves are two hashes of 64 bits that know nothing of each other.
void Mix(TraceHash& hash, std::uint64_t high, std::uint64_t low) {
  hash.high = Scramble(hash.high + high) + kSeed.high;
  hash.low = Scramble(hash.low ^ low) + kSeed.low;
}

constexpr std::uint64_t Pair(std::uint32_t upper, std::uint32_t lower) {
  return (std::uint64_t{upper} << 32) | lower;
}

}  // namespace

void TraceHasher::Begin() {
  steps_.fill(0);
  objects_.clear();
  sum_ = {};
}

// An operation's hash holds that of the last write on its object, and a write's also those of the
// reads in between: all dependent pairs are in it, each through its nearest ones, and nothing of
// the order of the others is.
void TraceHasher::Step(int thread, const Operation& performed, std::uint64_t result,
                       unsigned choices) {
  if (performed.object >= objects_.size()) {
    objects_.resize(performed.object + 1);
  }
  Object& object = objects_[performed.object];
  const auto index = static_cast<std::size_t>(thread);
  const bool writes = Writes(performed);
  Hash hash = kSeed;
  const auto add = [&hash](std::uint64_t word) { Mix(hash, word, word); };
  add(Pair(steps_[index]++,
           (static_cast<std::uint32_t>(thread) << 8) | static_cast<std::uint32_t>(performed.kind)));
  add(Pair(performed.object, choices));
  add(result);
  Mix(hash, object.last_write.high, object.last_write.low);
  if (writes) {
    Mix(hash, object.reads_since.high, object.reads_since.low);
    object = {.last_write = hash, .reads_since = {}};
  } else {
    object.reads_since += hash;
  }
  sum_ += hash;
}

bool TraceCounter::Add(TraceHash hash) {
  if (hash == kEmpty) {
    hash = kSeed;  // the one value that a slot cannot hold
  }
  if ((count_ + 1) * 4 > slots_.size() * 3) {
    Grow();
  }
  TraceHash& slot = slots_[SlotOf(hash)];
  if (slot == hash) {
    return false;
  }
  slot = hash;
  ++count_;
  return true;
}

std::vector<TraceHash> TraceCounter::hashes() const {
  std::vector<TraceHash> hashes;
  hashes.reserve(count_);
  for (const TraceHash& hash : slots_) {
    if (hash != kEmpty) {
      hashes.push_back(hash);
    }
  }
  return hashes;
}

// Where `hash` is, or would be put.
std::size_t TraceCounter::SlotOf(const TraceHash& hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash.low & mask;
  while (slots_[slot] != kEmpty && slots_[slot] != hash) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void TraceCounter::Grow() {
  const std::vector<TraceHash> before = std::exchange(
      slots_, std::vector<TraceHash>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
  for (const TraceHash& hash : before) {
    if (hash != kEmpty) {
      slots_[SlotOf(hash)] = hash;
    }
  }
}

}  // namespace heddle::checker
