// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_COMPOSITIONS_WORLD_LAYOUT_H_
#define HEDDLE_MODELS_COMPOSITIONS_WORLD_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry/physical_sizes.h"

namespace heddle::models {

// A layout as small_heap.h describes it, with one letter more: T is a page that a thread of the
// composition owns at first and frees.
struct WorldLayout {
  // A page by the place of its letter: the chunk from 0 on, and the page from the chunk's end.
  struct Place {
    unsigned chunk;
    unsigned pages_to_end;
  };

  explicit WorldLayout(std::string_view layout) : text(layout), letters(layout) {
    unsigned chunk = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      if (letters[i] == ',') {
        ++chunk;
      } else if (letters[i] == 'T') {
        const std::size_t end = letters.find(',', i);
        taken.push_back(
            {chunk, static_cast<unsigned>((end == std::string::npos ? letters.size() : end) - i)});
        letters[i] = 'F';
      }
    }
    chunks = chunk + 1;
  }

  std::string_view text;
  std::string letters;       // F for T
  std::vector<Place> taken;  // where there is a T, lowest address first
  unsigned chunks = 0;
  core::PhysicalSizes sizes{};
  // Whether the heap retains more than it should, by what a scavenger would release first.
  bool beyond_goal = false;
};

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_COMPOSITIONS_WORLD_LAYOUT_H_
