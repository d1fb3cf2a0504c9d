// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/produced_by.h"

#include "heddle/build_info.h"

namespace heddle::program {

std::vector<std::pair<std::string, std::string>> ProducedBy::Named() const {
  return {{"version", version},   {"commit", commit},
          {"compiler", compiler}, {"relacy", relacy},
          {"options", options},   {"seed", seed ? std::to_string(*seed) : "none"}};
}

ProducedBy ProducedHere(const RunOptions& options, std::optional<std::uint64_t> seed) {
  return {.version = kVersion,
          .commit = kCommit,
          .compiler = kCompiler,
          .relacy = kRelacy,
          .options = options.command_line,
          .seed = seed};
}

}  // namespace heddle::program
