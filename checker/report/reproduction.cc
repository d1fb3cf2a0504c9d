// SPDX-License-Identifier: BSD-3-Clause

#include "checker/report/reproduction.h"

#include <fmt/format.h>

#include "checker/report/message.h"

namespace heddle::checker {
namespace {

std::string InWords(const std::optional<Violation>& violation) {
  return violation ? fmt::format("{}: {}", Name(violation->verdict), MessageOf(*violation))
                   : "no violation";
}

}  // namespace

bool IsReproduced(const std::optional<Violation>& found, const Violation& recorded) {
  return found && found->verdict == recorded.verdict && MessageOf(*found) == recorded.message &&
         found->preemptions == recorded.preemptions && found->steps == recorded.steps;
}

std::string ReproductionText(const std::optional<Violation>& found, const Violation& recorded) {
  if (IsReproduced(found, recorded)) {
    return fmt::format("reproduced: {} with {}, {}", Name(recorded.verdict),
                       Count(recorded.preemptions, "preemption"), Count(recorded.steps, "step"));
  }
  return fmt::format("not reproduced: expected {} ({}, {}), found {}{}", InWords(recorded),
                     Count(recorded.preemptions, "preemption"), Count(recorded.steps, "step"),
                     InWords(found),
                     found ? fmt::format(" ({}, {})", Count(found->preemptions, "preemption"),
                                         Count(found->steps, "step"))
                           : "");
}

}  // namespace heddle::checker
