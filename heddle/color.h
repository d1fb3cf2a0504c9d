// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_COLOR_H_
#define HEDDLE_HEDDLE_COLOR_H_

#include <cstddef>
#include <string_view>

namespace heddle::program {

// What a stream leads to, and what the environment says of it.
struct Stream {
  bool is_terminal = false;
  std::string_view term;      // TERM
  std::string_view no_color;  // NO_COLOR, see https://no-color.org: set and not empty

  // A terminal on which a line can be written over.
  bool CanRedraw() const { return is_terminal && term != "dumb"; }
};

// Where a descriptor of this process leads.
Stream StreamOf(int descriptor);

// How wide the terminal is that it leads to: as COLUMNS says, or else as the terminal does; 80 if
// neither is known.
std::size_t ColumnsOf(int descriptor);

// Whether to color what is written there. `choice` is auto, always or never: what was asked for
// comes before what the environment says.
bool UseColor(std::string_view choice, const Stream& stream);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_COLOR_H_
