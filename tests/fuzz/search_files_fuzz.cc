// SPDX-License-Identifier: BSD-3-Clause

#include <string>

#include "checker/search/checkpoint.h"
#include "checker/search/shard.h"
#include "tests/fuzz/fuzzers.h"
#include "tests/fuzz/reading.h"

namespace heddle::tests {
namespace {

using checker::SearchFileError;
using checker::SearchIdentity;

// What is read is written, and what is written must be read, and be written the same.
template <class Read, class Write>
void RoundTrip(Read read, Write write, std::string_view text) {
  if (const auto file = ReadOrRefuse<SearchFileError>([&] { return read(text); })) {
    const std::string written = write(*file);
    RequireThat(write(read(written)) == written,
                "written and read again, it is another:\n" + written);
  }
}

// A checkpoint is read by the search that it is of: here, the one that it says.
void RoundTripCheckpoint(std::string_view text) {
  const auto identity = ReadOrRefuse<SearchFileError>([&] {
    const nlohmann::json json = checker::ParseSearchFile(text, "heddle-checkpoint/1");
    return checker::IdentityIn(checker::SearchFields(json).Object("search"));
  });
  if (identity) {
    RoundTrip([&](std::string_view file) { return checker::ParseCheckpoint(file, *identity); },
              [&](const auto& search) { return checker::CheckpointText(*identity, search); }, text);
  }
}

}  // namespace

void FuzzSearchFiles(Bytes bytes) {
  const std::string_view text = TextOf(bytes);
  const auto write = [](const auto& file) { return checker::ToText(file); };
  const std::string format = checker::ShardFormatOf(text);
  if (format == checker::kPlanFormat) {
    RoundTrip(checker::ParsePlan, write, text);
  } else if (format == checker::kShardFormat) {
    RoundTrip(checker::ParseShard, write, text);
  } else if (format == checker::kShardResultFormat) {
    RoundTrip(checker::ParseShardResult, write, text);
  } else {
    RoundTripCheckpoint(text);
  }
}

}  // namespace heddle::tests
