// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_TRACES_REPLAYER_H_
#define HEDDLE_TESTS_TRACES_REPLAYER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "core/sync/single_thread.h"
#include "tests/traces/operation.h"

namespace heddle::tests {

// A trace's first line.
struct Header {
  std::string kind;
  std::string name;
  std::uint64_t interval = 0;  // operations between two digests
  // Of the simulated system, in bytes; not in traces of kind ranges.
  std::uint64_t physical_page = 0;
  std::uint64_t huge_page = 0;
};

// Does what the lines of one trace say, to what one trace is about, and compares every result.
class Replayer {
 public:
  Replayer() = default;
  virtual ~Replayer() = default;
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  // Throws Difference if the line expects another result, Malformed if the line makes no sense.
  // What core makes of an operation that it cannot do comes through as ThrownFailure.
  virtual void Apply(const Operation& operation) = 0;
};

// One thread, with core's checks of misuse in every build: they turn a trace that frees what was
// never there into a report.
struct CheckedSingleThread : core::SingleThread {
  static constexpr bool kChecked = true;
};

// The synchronization policy to replay with. The results do not depend on it.
enum class Replay : std::uint8_t { kSingleThread, kRealThreads };

std::unique_ptr<Replayer> MakeHeapReplayer(const Header& header, Replay with);
std::unique_ptr<Replayer> MakeRangesReplayer(Replay with);
std::unique_ptr<Replayer> MakeBitsReplayer(const Header& header, Replay with);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_TRACES_REPLAYER_H_
