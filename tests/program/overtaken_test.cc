// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/overtaken.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "checker/search/counterexample.h"
#include "checker/trace/event.h"

namespace heddle::program {
namespace {

using checker::Counterexample;
using checker::EventKind;
using checker::Place;
using checker::Violation;

constexpr char kCore[] = "core/heap/heap.h";

// A step of `thread`, at a line of core if nothing else is said.
Counterexample::Step Step(int thread, unsigned line, EventKind kind = EventKind::kLoad,
                          const char* file = kCore) {
  checker::Event event;
  event.thread = thread;
  event.kind = kind;
  event.location = Place(file, "", line);
  return {event, "an object"};
}

// Of two threads, neither of which has ended.
Violation Of(std::vector<Counterexample::Step> steps) {
  Violation violation;
  violation.counterexample.threads = 2;
  violation.counterexample.steps = std::move(steps);
  violation.counterexample.stops.resize(2);
  return violation;
}

// The lines, all of which are of core's file.
std::vector<std::uint64_t> LinesOvertaken(const Violation& violation) {
  std::vector<std::uint64_t> lines;
  for (const core::SourcePlace& place : PlacesOvertaken(violation)) {
    EXPECT_EQ(place.file, kCore);
    lines.push_back(place.line);
  }
  return lines;
}

using Lines = std::vector<std::uint64_t>;

TEST(PlacesOvertaken, AreThoseOfTheNextStep) {
  EXPECT_EQ(LinesOvertaken(Of({Step(0, 1), Step(1, 11), Step(0, 2), Step(1, 12)})), (Lines{2, 12}));
  EXPECT_EQ(LinesOvertaken(Of({Step(0, 1), Step(1, 11), Step(0, 1), Step(1, 11), Step(0, 1)})),
            (Lines{1, 11}))
      << "each once";
}

TEST(PlacesOvertaken, AreOfCoreAndNoNotesOrPlainMemory) {
  Violation violation =
      Of({Step(0, 1), Step(1, 11), Step(0, 2, EventKind::kNote), Step(0, 3, EventKind::kWrite),
          Step(0, 4, EventKind::kLoad, "models/world/small_heap.h"), Step(0, 5)});
  violation.counterexample.stops[1].has_ended = true;
  EXPECT_EQ(LinesOvertaken(violation), (Lines{5}));
}

TEST(PlacesOvertaken, AreOfTheLastStepIfTheExecutionEndsBeforeTheNext) {
  EXPECT_EQ(LinesOvertaken(Of({Step(0, 1), Step(1, 11)})), (Lines{1}));
  EXPECT_EQ(LinesOvertaken(Of({Step(0, 1), Step(0, 2, EventKind::kNote),
                               Step(0, 3, EventKind::kRead), Step(1, 11)})),
            (Lines{1}))
      << "what the thread did last is no point";
  EXPECT_EQ(LinesOvertaken(Of({Step(0, 2, EventKind::kNote), Step(1, 11)})), (Lines{}));
}

TEST(PlacesOvertaken, AreNotThoseOfThreadsThatHadEnded) {
  Violation violation = Of({Step(0, 1), Step(1, 11)});
  violation.counterexample.stops[0].has_ended = true;
  EXPECT_EQ(LinesOvertaken(violation), (Lines{}));
  violation = Of({Step(1, 11), Step(0, 1), Step(1, 12)});
  violation.counterexample.stops[0].has_ended = true;
  EXPECT_EQ(LinesOvertaken(violation), (Lines{12}));
}

TEST(PlacesOvertaken, AreWhereThreadsWaitInADeadlock) {
  Violation violation = Of({Step(0, 1), Step(1, 11)});
  violation.counterexample.waits = {{0, "a lock", 1, Place(kCore, "", 2)},
                                    {1, "a lock", 0, Place(kCore, "", 12)}};
  EXPECT_EQ(LinesOvertaken(violation), (Lines{2}));
}

}  // namespace
}  // namespace heddle::program
