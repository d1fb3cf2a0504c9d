// SPDX-License-Identifier: BSD-3-Clause
//
// The page allocator at work that is defined to the bit, so that another one can do the same and be
// compared. Lines of JSON on standard output; docs/benchmarks.md says what they mean.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/allocator/against.h"
#include "bench/allocator/parts.h"
#include "bench/allocator/record.h"
#include "bench/calibration.h"

namespace heddle::bench {
namespace {

struct Part {
  const char* letter;
  void (*measure)(int repetitions, const Sink& sink);
};

constexpr Part kParts[] = {{"a", MeasureSinglePages}, {"b", MeasureSteadyState},
                           {"c", MeasureChunks},      {"d", MeasureScavenging},
                           {"e", MeasureThreads},     {"f", MeasureGrowth}};

struct Options {
  std::vector<std::string> parts = {"a", "b", "c", "d", "e"};
  int repetitions = 5;
  std::string against;
};

void Print(const nlohmann::json& line) {
  std::fputs((line.dump() + "\n").c_str(), stdout);
  std::fflush(stdout);
}

// Whether all was computed that was recorded.
bool Run(const Options& options) {
  std::optional<Recorded> recorded;
  if (!options.against.empty()) {
    recorded.emplace(options.against);
  }
  const double step = MeasureCalibrationStep();
  if (recorded) {
    recorded->ScaleTo(step);
  }
  Print({{"name", "calibration_splitmix_chain"},
         {"params", nlohmann::json::object()},
         {"ns_per_op_min", std::round(step * 1000) / 1000}});
  const Sink sink = [&](const Record& record) {
    nlohmann::json line = ToJson(record);
    if (recorded) {
      recorded->Compare(record, line);
    }
    Print(line);
  };
  for (const Part& part : kParts) {
    if (std::ranges::find(options.parts, part.letter) != options.parts.end()) {
      part.measure(options.repetitions, sink);
    }
  }
  if (!recorded) {
    return true;
  }
  fmt::print(stderr, "\n{}", recorded->Table());
  for (const std::string& name : recorded->different()) {
    fmt::print(stderr, "bench_allocator: another checksum than recorded: {}\n", name);
  }
  return recorded->different().empty();
}

}  // namespace
}  // namespace heddle::bench

int main(int argc, char** argv) {
  try {
    heddle::bench::Options options;
    CLI::App app("The page allocator at work that is defined to the bit.");
    app.add_option("--part", options.parts, "a to f; may be repeated, a to e by default")
        ->check(CLI::IsMember({"a", "b", "c", "d", "e", "f"}));
    app.add_option("--reps", options.repetitions, "repetitions of each benchmark")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--against", options.against,
                   "recorded figures to compare with, such as bench/data/go_1_18.json; status 1 if "
                   "a checksum is another one");
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? 0 : 2;
    }
    return heddle::bench::Run(options) ? 0 : 1;
  } catch (const std::invalid_argument& error) {
    std::fputs(("bench_allocator: " + std::string(error.what()) + "\n").c_str(), stderr);
    return 2;
  } catch (const std::exception& error) {
    std::fputs(("bench_allocator: " + std::string(error.what()) + "\n").c_str(), stderr);
    return 4;
  }
}
