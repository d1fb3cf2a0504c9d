// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_CHECKER_SEARCH_WORKER_H_
#define HEDDLE_CHECKER_SEARCH_WORKER_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "checker/program.h"
#include "checker/search/check.h"
#include "checker/search/part.h"

namespace heddle::checker {

// A process that explores parts for this one: Relacy allows one simulation in a process. It is a
// copy of this process, so it has the program already; it ends with this process, however that
// ends.
class Worker {
 public:
  // Throws std::system_error. `slice` as for Explore; of the options, the limit of memory is for
  // the worker.
  Worker(Program& program, const CheckOptions& options, std::uint64_t slice);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  // Has it explore a part, for at most `executions` executions. Only when it is idle.
  void Send(const Part& part, std::uint64_t executions);
  // Readable when there is something to Receive.
  int descriptor() const { return socket_; }
  // What the part has become, once all of it is here. If the worker has ended instead, is_alive()
  // is false afterwards. Throws NotDeterministic, and std::runtime_error for an error in the
  // worker.
  std::optional<Part> Receive();
  bool is_alive() const { return is_alive_; }
  // How it ended, such as "signal 6 (Aborted)".
  const std::string& end() const { return end_; }

  // To stop after the current execution.
  void Interrupt() const;

 private:
  void WaitForEnd();

  pid_t process_ = -1;
  int socket_ = -1;
  bool is_alive_ = true;
  std::string end_;
  std::string received_;
};

}  // namespace heddle::checker

#endif  // HEDDLE_CHECKER_SEARCH_WORKER_H_
