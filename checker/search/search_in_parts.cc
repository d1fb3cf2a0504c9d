// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/search_in_parts.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "checker/search/errors.h"
#include "checker/search/exploration.h"
#include "checker/search/limits.h"
#include "checker/search/parallel.h"
#include "checker/search/part_queue.h"
#include "checker/search/replay.h"

namespace heddle::checker {
namespace {

bool IsEnough(const PartQueue& queue, std::size_t enough) {
  return enough != 0 && queue.known() - queue.done() >= enough;
}

// `has_share` is whether the whole search is one tree, of which a share can be said.
void ExploreHere(Program& program, const CheckOptions& options, const PartsOptions& how,
                 std::uint64_t slice, bool has_share, PartQueue& queue, Limits& limits) {
  Exploration exploration(program, options);
  if (how.progress != nullptr) {
    limits.OnLook([&] {
      how.progress->Show(SearchProgress{.executions = limits.executions(),
                                        .depth = exploration.tree()->depth(),
                                        .parts_done = slice == 0 ? 0 : queue.done(),
                                        .parts = slice == 0 ? 0 : queue.known(),
                                        .share = has_share ? exploration.tree()->Searched() : 0,
                                        .executions_left = limits.executions_left(),
                                        .seconds_left = limits.seconds_left()});
    });
  }
  while (!limits.is_reached() && !IsEnough(queue, how.enough_parts)) {
    const auto number = queue.Take();
    if (!number) {
      break;
    }
    Part part = queue.part(*number);
    Explore(exploration, part, slice, limits);
    queue.Return(*number, std::move(part));
  }
  limits.OnLook({});
}

// One round, the last one or not: the parts of `search` as far as the limits allow.
void ExploreRound(Program& program, const CheckOptions& options, const PartsOptions& how,
                  bool is_last, SearchInParts& search, Limits& limits) {
  PartQueue queue(search.slice, !options.all_violations);
  queue.Start(std::move(search.done));
  for (Part& part : search.parts) {
    queue.Push(std::move(part));
  }
  if (how.jobs == 0) {
    ExploreHere(program, options, how, search.slice, is_last && search.slice == 0, queue, limits);
  } else {
    ExploreInWorkers(program, options, search.slice, how.jobs, queue, limits, [&] {
      if (how.progress != nullptr) {
        how.progress->Show(SearchProgress{.executions = limits.executions(),
                                          .depth = 0,
                                          .parts_done = queue.done(),
                                          .parts = queue.known(),
                                          .share = is_last ? queue.Searched() : 0,
                                          .executions_left = limits.executions_left(),
                                          .seconds_left = limits.seconds_left()});
      }
    });
  }
  search.done = queue.total();
  search.parts = queue.Release();
}

// The next round sees again what those before it saw.
void BeginNextRound(SearchInParts& search) {
  search.before.executions += search.done.executions;
  search.before.blocked += search.done.blocked;
  search.before.steps += search.done.steps;
  search.before.lost.insert(search.before.lost.end(), search.done.lost.begin(),
                            search.done.lost.end());
  search.done = {};
  search.parts = {WholeSearch()};
  ++search.round;
}

CheckOptions OfRound(const CheckOptions& options, unsigned round) {
  CheckOptions of_round = options;
  if (options.strategy.kind == StrategyName::Kind::kBounded) {
    of_round.strategy.number = round;
  }
  return of_round;
}

}  // namespace

Outcome SearchInParts::Total() const {
  Outcome total = before;
  total.Add(done);
  for (const Part& part : parts) {
    total.Add(part.outcome);
  }
  return total;
}

SearchInParts BeginSearch(std::uint64_t slice) {
  SearchInParts search;
  search.slice = slice;
  search.parts.push_back(WholeSearch());
  return search;
}

bool CanBeDivided(const StrategyName& strategy) {
  return !strategy.IsSampling() && !strategy.IsRelacys();
}

CheckResult CheckInParts(Program& program, const CheckOptions& options, const PartsOptions& how,
                         SearchInParts& search) {
  if (!CanBeDivided(options.strategy) || (how.jobs > 0 && search.slice == 0)) {
    throw std::invalid_argument("this search cannot be divided");
  }
  Limits limits(options.max_executions, options.max_seconds, options.max_bytes);
  const bool in_rounds = options.strategy.kind == StrategyName::Kind::kBounded;
  while (true) {
    const bool is_last = !in_rounds || search.round == options.strategy.number;
    ExploreRound(program, OfRound(options, search.round), how, is_last, search, limits);
    const bool is_found = !options.all_violations && !search.done.violations.empty();
    if (!search.IsDone() || is_found || is_last) {
      break;
    }
    BeginNextRound(search);
    if (limits.is_reached()) {
      break;
    }
  }
  if (how.progress != nullptr) {
    how.progress->Clear();
  }
  search.seconds += limits.seconds();
  return ResultOf(program, options, search);
}

CheckResult ResultOf(Program& program, const CheckOptions& options, const SearchInParts& search) {
  Outcome total = search.Total();
  CheckResult result = {.strategy = OfRound(options, search.round).strategy,
                        .exhausted = search.IsDone() && total.lost.empty(),
                        .executions = total.executions,
                        .blocked = total.blocked,
                        .traces = {},
                        .seconds = search.seconds,
                        .violations = {},
                        .lost = std::move(total.lost)};
  if (options.count_traces) {
    result.traces = total.traces.size();
  }
  for (const FoundViolation& found : total.violations) {
    std::optional<Violation> violation = Replay(program, found.schedule, options.simulation);
    if (!violation || violation->verdict != found.verdict) {
      throw NotDeterministic("\"" + std::string(Name(found.verdict)) + ": " + found.message +
                             "\" did not happen again when the same was decided");
    }
    result.violations.push_back(*std::move(violation));
    if (!options.all_violations) {
      result.exhausted = false;  // it ended there, and what is left is nobody's concern
      break;
    }
  }
  return result;
}

}  // namespace heddle::checker
