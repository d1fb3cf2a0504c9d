// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_LITMUS_CELL_ARRAY_H_
#define HEDDLE_LITMUS_CELL_ARRAY_H_

#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace heddle::litmus {

// Room for a fixed number of cells that are built anew in each execution. Only the constructor
// allocates, and the destructor leaves the cells alone, because those of an execution that was cut
// short must not be destroyed.
template <class Cell>
class CellArray {
 public:
  explicit CellArray(std::size_t count) : slots_(count) {}

  template <class... Arguments>
  void Construct(std::size_t index, Arguments&&... arguments) {
    new (slots_[index].bytes) Cell(std::forward<Arguments>(arguments)...);
  }

  void DestroyAll() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      std::destroy_at(&(*this)[i]);
    }
  }

  Cell& operator[](std::size_t index) {
    return *std::launder(reinterpret_cast<Cell*>(slots_[index].bytes));
  }

  // Which of the cells has this address.
  std::optional<std::size_t> Find(const void* address) const {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].bytes == address) {
        return i;
      }
    }
    return std::nullopt;
  }

 private:
  struct Slot {
    alignas(Cell) std::byte bytes[sizeof(Cell)];
  };

  std::vector<Slot> slots_;
};

}  // namespace heddle::litmus

#endif  // HEDDLE_LITMUS_CELL_ARRAY_H_
