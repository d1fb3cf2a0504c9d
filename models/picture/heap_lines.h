// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_MODELS_PICTURE_HEAP_LINES_H_
#define HEDDLE_MODELS_PICTURE_HEAP_LINES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checker/search/counterexample.h"

namespace heddle::models {

// What the signs in these lines mean.
inline constexpr char kHeapLegend[] =
    "pages: . free, # in use, ~ scavenged, % in use and scavenged; 61# is 61 of them";

// The heap of a counterexample in lines of text, one for each step that changes a chunk:
// "chunk 2: 60# ..~~  generation 2  T0 has [0x100000, 0x180000) of generation 1".
class HeapLines {
 public:
  explicit HeapLines(const checker::Counterexample& example);

  // As many as there are steps; empty where nothing is drawn behind one.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

// The pages of a chunk; of a long run of the same, how many.
std::string ShortPages(const std::string& pages);

}  // namespace heddle::models

#endif  // HEDDLE_MODELS_PICTURE_HEAP_LINES_H_
