// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_CLUSTER_ENGINE_H_
#define HEDDLE_HEDDLE_CLUSTER_ENGINE_H_

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace heddle::program {

// What runs shards on other machines: a scheduler that its users have already. It is told names of
// shards' files, and what has come of them is in their folder: an engine may lose them, or run one
// twice.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  // Throws UsageError if it cannot be asked at all.
  virtual void Submit(const std::vector<std::string>& shards) = 0;

  // The shards that it has not finished with, those of an earlier coordinator of the same folder
  // included. Throws UsageError if what was submitted can never run.
  virtual std::set<std::string> Active() = 0;

  // Whether it has room: shards that are submitted while others wait gain nothing.
  virtual bool HasRoom() const = 0;

  // Ends what is active. It is told to, and is given the time to keep what it has.
  virtual void Cancel() = 0;

  // How often to ask.
  virtual std::chrono::milliseconds Pause() const = 0;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_CLUSTER_ENGINE_H_
