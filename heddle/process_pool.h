// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_PROCESS_POOL_H_
#define HEDDLE_HEDDLE_PROCESS_POOL_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace heddle::program {

// Pieces of work that have nothing to do with each other, done in several processes, because Relacy
// allows one simulation in a process.
struct PiecesOfWork {
  std::size_t count = 0;
  // In a copy of this process. The text has one line.
  std::function<std::string(std::size_t piece)> work;
  // In this process, in any order; nothing if the process that did the piece has crashed.
  std::function<void(std::size_t piece, const std::optional<std::string>& text)> receive;
};

// Returns when each piece has been received, or, if stop_requested (checker/search/limits.h) is set
// meanwhile, those that were under way. With one job, or one piece, all is done in this process.
// Throws std::system_error if no process can be started.
void DoInProcesses(int jobs, const PiecesOfWork& pieces);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_PROCESS_POOL_H_
