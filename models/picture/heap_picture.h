// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_PICTURE_HEAP_PICTURE_H_
#define HEDDLE_MODELS_PICTURE_HEAP_PICTURE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/search/counterexample.h"

namespace heddle::models {

// What can be seen of a heap, or of a part of it: what a step has changed.
struct HeapPicture {
  // By their numbers, a character for each page: see PageCharacter.
  std::map<unsigned, std::string> chunks;
  // What each thread has reserved, in words; empty: nothing.
  std::map<int, std::string> reserved;
  // The generation, watermarks, counters, and what is left to reserve, by the names that traces
  // have for them.
  std::map<std::string, std::string> values;

  bool IsEmpty() const { return chunks.empty() && reserved.empty() && values.empty(); }

  friend bool operator==(const HeapPicture&, const HeapPicture&) = default;
};

// `.` free, `#` in use, `~` scavenged, `%` in use and scavenged.
constexpr char PageCharacter(bool in_use, bool is_scavenged) {
  if (in_use) {
    return is_scavenged ? '%' : '#';
  }
  return is_scavenged ? '~' : '.';
}

// The heap of a counterexample at every step, put together from what its trace says: from the words
// that were written to the chunks' bitmaps and to the objects that the models name, and from what
// they say of their state.
class HeapPictures {
 public:
  explicit HeapPictures(const checker::Counterexample& example);

  // Whether there is a heap in it.
  bool AnyHeap() const { return !initial_.chunks.empty(); }
  // When the threads begin.
  const HeapPicture& initial() const { return initial_; }
  // What each step changes; as many as there are steps.
  const std::vector<HeapPicture>& changes() const { return changes_; }

 private:
  struct Bitmaps {
    std::uint64_t in_use = 0;
    std::uint64_t scavenged = 0;
  };

  HeapPicture ChangeOf(const checker::Counterexample::Step& step);
  std::optional<HeapPicture> ChunkChangeOf(const checker::Counterexample::Step& step);

  std::map<unsigned, Bitmaps> bitmaps_;
  HeapPicture now_;
  HeapPicture initial_;
  std::vector<HeapPicture> changes_;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_PICTURE_HEAP_PICTURE_H_
