// SPDX-License-Identifier: BSD-3-Clause

#include <cstdio>
#include <cstring>
#include <exception>
#include <string_view>

#include "tests/traces/replay.h"

namespace {

constexpr int kAgrees = 0;
constexpr int kDiffers = 1;
constexpr int kUnusable = 2;

constexpr const char* kUsage =
    "usage: trace_replay FILE...\n"
    "\n"
    "Replays golden traces of the page allocator, .jsonl or gzipped, and compares every\n"
    "result and every digest. Prints a line for each file: \"ok NAME\", or the first line\n"
    "of the trace that differs, with what was expected and what came.\n"
    "\n"
    "Exit status: 0 if all agree, 1 if one differs, 2 if one is missing or is no trace.\n"
    "The format is described in tests/data/traces/README.md.\n";

int ReplayAll(int count, char** paths) {
  using heddle::tests::Outcome;
  int status = kAgrees;
  for (int i = 0; i < count; ++i) {
    const Outcome outcome = heddle::tests::ReplayFile(paths[i]);
    switch (outcome.kind) {
      case Outcome::Kind::kAgrees:
        std::printf("ok %s\n", outcome.text.c_str());
        break;
      case Outcome::Kind::kDiffers:
        std::printf("%s\n", outcome.text.c_str());
        status = status == kAgrees ? kDiffers : status;
        break;
      case Outcome::Kind::kUnusable:
        std::fflush(stdout);
        std::fprintf(stderr, "trace_replay: %s\n", outcome.text.c_str());
        status = kUnusable;
        break;
    }
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      std::fputs(kUsage, stdout);
      return kAgrees;
    }
    if (argument == "--") {
      break;
    }
    if (argument.substr(0, 1) == "-") {
      std::fprintf(stderr, "trace_replay: unknown option '%s': expected file names or --help\n",
                   argv[i]);
      return kUnusable;
    }
  }
  const int first = argc > 1 && std::strcmp(argv[1], "--") == 0 ? 2 : 1;
  if (first >= argc) {
    std::fputs("trace_replay: no trace given: expected trace_replay FILE..., or --help\n", stderr);
    return kUnusable;
  }
  try {
    return ReplayAll(argc - first, argv + first);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "trace_replay: %s\n", error.what());
    return kUnusable;
  }
}
