// SPDX-License-Identifier: BSD-3-Clause

#include "tests/traces/replay.h"

#include <cstddef>
#include <memory>
#include <vector>

#include "tests/data/str_cat.h"
#include "tests/data/thrown_failure.h"
#include "tests/data/value.h"
#include "tests/traces/expect.h"
#include "tests/traces/text_file.h"

namespace heddle::tests {
namespace {

Header ReadHeader(const Value& line) {
  if (line["v"].Unsigned() != 1) {
    throw Malformed(StrCat("expected a trace of version 1, found version ", line["v"].Show()));
  }
  Header header;
  header.kind = line["kind"].Text();
  header.name = line["name"].Text();
  header.interval = line["k"].Unsigned();
  if (header.interval == 0) {
    throw Malformed("expected \"k\", the operations between two digests, to be at least 1");
  }
  if (header.kind != "ranges") {
    header.physical_page = line["phys"].Unsigned();
    header.huge_page = line["huge"].Unsigned();
  }
  return header;
}

std::unique_ptr<Replayer> MakeReplayer(const Header& header, Replay with) {
  if (header.kind == "heap") {
    return MakeHeapReplayer(header, with);
  }
  if (header.kind == "ranges") {
    return MakeRangesReplayer(with);
  }
  if (header.kind == "bits") {
    return MakeBitsReplayer(header, with);
  }
  throw Malformed(
      StrCat("expected kind heap, ranges or bits, found \"", Shorten(header.kind), "\""));
}

// Digests are what makes a trace complete: one after each `interval` operations, one at the end.
class DigestSchedule {
 public:
  explicit DigestSchedule(std::uint64_t interval) : interval_(interval) {}

  void See(const Operation& operation) {
    if (operation.name() == "D") {
      since_ = 0;
    } else if (operation.name() != "ST" && ++since_ > interval_) {
      throw Malformed(StrCat("expected a digest, because \"k\" is ", interval_, ", found \"",
                             Shorten(operation.name()), "\""));
    }
    closed_ = operation.name() == "D" || (closed_ && operation.name() == "ST");
  }

  void End() const {
    if (!closed_) {
      throw Malformed("expected a digest at the end, found the end of the file");
    }
  }

 private:
  std::uint64_t interval_;
  std::uint64_t since_ = 0;
  bool closed_ = false;
};

// `line` follows what is being looked at, for the messages.
std::string ReplayLines(const std::vector<std::string>& lines, Replay with, std::size_t& line) {
  if (lines.empty()) {
    throw Malformed("expected a trace, found an empty file");
  }
  const Header header = ReadHeader(Value::Parse(lines[0]));
  std::unique_ptr<Replayer> replayer;
  try {
    replayer = MakeReplayer(header, with);
  } catch (const ThrownFailure& failure) {
    throw Malformed(failure.what());
  }
  DigestSchedule schedule(header.interval);
  for (++line; line < lines.size(); ++line) {
    const Operation operation(Value::Parse(lines[line]));
    schedule.See(operation);
    replayer->Apply(operation);
  }
  schedule.End();
  return header.name;
}

}  // namespace

Outcome ReplayFile(const std::string& path, Replay with) {
  const ThrowingFailures failures_throw;
  std::vector<std::string> lines;
  try {
    lines = ReadLines(path);
  } catch (const Malformed& error) {
    return {Outcome::Kind::kUnusable, error.what()};
  }
  std::size_t line = 0;
  const auto here = [&] { return StrCat(path, ":", line + 1, ": "); };
  try {
    return {Outcome::Kind::kAgrees, ReplayLines(lines, with, line)};
  } catch (const Difference& difference) {
    return {Outcome::Kind::kDiffers, StrCat(here(), Shorten(lines[line]), ": ", difference.what())};
  } catch (const ThrownFailure& failure) {
    return {Outcome::Kind::kDiffers,
            StrCat(here(), Shorten(lines[line]),
                   ": expected a result, came the failure: ", failure.what())};
  } catch (const Malformed& error) {
    return {Outcome::Kind::kUnusable, StrCat(here(), error.what())};
  }
}

}  // namespace heddle::tests
