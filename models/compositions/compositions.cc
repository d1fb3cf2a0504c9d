// SPDX-License-Identifier: BSD-3-Clause

#include "models/compositions/compositions.h"

#include <memory>
#include <string>

#include "models/compositions/composition.h"

namespace heddle::models {
namespace {

using core::Revision;

std::string WhatItShows(const Composition& composition, Revision revision) {
  std::string text;
  for (std::size_t i = 0; i < composition.operations.size(); ++i) {
    text += (i == 0                                   ? "one thread "
             : i + 1 == composition.operations.size() ? " and another "
                                                      : ", another ") +
            std::string(OperationOf(composition.operations[i]).does);
  }
  const unsigned generations = IdleGenerationsOf(composition, revision);
  return text +
         ": pages hold what their owners wrote, counters and bitmaps agree, and all that is free "
         "is released within " +
         std::to_string(generations) +
         (generations == 1 ? " idle generation" : " idle generations");
}

Model ModelOf(const Composition& composition, Revision revision) {
  const unsigned generations = IdleGenerationsOf(composition, revision);
  return {.name = NameOf(composition, revision),
          .shows = WhatItShows(composition, revision),
          .layout = composition.layout,
          .revision = revision,
          .threads = static_cast<int>(composition.operations.size()),
          .make =
              [&composition, revision, generations](const ModelOptions& options) {
                return MakeProgram(composition, revision, generations, options);
              },
          .oracles = OraclesOf(composition, revision),
          .idle_generations = generations,
          .lane = composition.lane,
          .bound = composition.bound};
}

}  // namespace

std::vector<Model> AllCompositions() {
  std::vector<Model> models;
  for (const auto* const compositions : {&Pairs(), &LargerCompositions()}) {
    for (const Composition& composition : *compositions) {
      for (const Revision revision : {Revision::kR4, Revision::kR3, Revision::kR2, Revision::kR1}) {
        if (WhyNot(composition, revision).empty() &&
            WrittenModelOf(composition, revision).empty()) {
          models.push_back(ModelOf(composition, revision));
        }
      }
    }
  }
  return models;
}

}  // namespace heddle::models
