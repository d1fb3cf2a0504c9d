// SPDX-License-Identifier: BSD-3-Clause

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "checker/trace/event_text.h"
#include "heddle/commands/commands.h"
#include "heddle/near_names.h"
#include "heddle/necessity.h"
#include "heddle/run.h"
#include "heddle/wrapped.h"
#include "models/faults/catalogue.h"
#include "models/faults/changes.h"
#include "models/registry.h"

namespace heddle::program {
namespace {

using core::Question;
using core::QuestionText;
using models::Cell;
using models::Change;
using models::Fault;
using models::Matrix;

// Oracles ask too, but take no decision.
constexpr std::string_view kOracles = "models/oracles/";
constexpr std::string_view kCore = "core/";

// More names than these are counted.
constexpr std::size_t kMostNames = 40;

const QuestionText* FindQuestion(std::string_view name) {
  const auto* const found = std::ranges::find(core::kQuestions, name, &QuestionText::name);
  return found == core::kQuestions.end() ? nullptr : found;
}

// By what it changes, or as a fault of the catalogue.
const Fault& FaultFor(const std::string& name) {
  if (const QuestionText* const question = FindQuestion(name)) {
    return models::ChangeOf(question->question);
  }
  if (const Fault* const fault = models::FindFault(name)) {
    return *fault;
  }
  std::vector<std::string> names = NamesOf(core::kQuestions);
  for (const std::vector<Fault>* const faults :
       {&models::Faults(), &models::Findings(), &models::Controls()}) {
    const std::vector<std::string> more = NamesOf(*faults);
    names.insert(names.end(), more.begin(), more.end());
  }
  if (NearNames(name, names).empty()) {  // a list of them all would be long
    throw UsageError(fmt::format(
        "unknown decision, step, access or fault '{}'; see heddle list decisions", name));
  }
  throw UsageError(UnknownName("decision, step, access or fault", name, names));
}

std::string SpecOf(const QuestionText& text) {
  const bool is_a_page = text.spec.starts_with("docs/");
  return fmt::format("{}{}", is_a_page ? "" : "docs/allocator-spec.md ", text.spec);
}

std::string KindOf(Question question) {
  if (question.IsAccess()) {
    return fmt::format("an access, {} as shipped", Name(core::ShippedOrder(question.access())));
  }
  return question.IsDecision() ? "a decision" : "a step";
}

// Of all models, those of the core first, each by file and line.
std::vector<std::string> PlacesOf(Question question, const std::vector<models::Census>& columns) {
  std::set<std::pair<bool, std::string>> places;
  for (const models::Census& column : columns) {
    for (const std::source_location& where : column.asked.Of(question)) {
      std::string place = checker::PlaceText(where);
      if (place.find(kOracles) == std::string::npos) {
        const bool is_in_core = place.find(kCore) != std::string::npos;
        places.emplace(!is_in_core, std::move(place));
      }
    }
  }
  std::vector<std::string> texts;
  texts.reserve(places.size());
  for (const auto& [is_elsewhere, place] : places) {
    texts.push_back(place);
  }
  return texts;
}

void PrintQuestion(Question question, const std::vector<models::Census>& columns) {
  const QuestionText& text = core::TextOf(question);
  fmt::print("{}, {} ({}):\n  {}.\n", text.name, KindOf(question), SpecOf(text), text.sentence);
  const auto asked = static_cast<std::size_t>(std::ranges::count_if(
      columns, [&](const models::Census& column) { return column.asked.Has(question); }));
  fmt::print("asked in {} of {}, at\n  {}\n", asked, Count(columns.size(), "model"),
             fmt::join(PlacesOf(question, columns), "\n  "));
}

void PrintFault(const Fault& fault) {
  fmt::print("{}, a {} in {}: {}.\n  Then {}.\n", fault.name,
             fault.kind == Fault::Kind::kFinding ? "finding" : "fault", fault.model, fault.change,
             fault.goes_wrong);
}

bool Changes(const Fault& fault, Question question) {
  return std::ranges::any_of(models::ChangesOf(fault),
                             [&](const Change& change) { return change.question == question; });
}

void PrintFaultsAbout(Question question) {
  for (const Fault& fault : models::Faults()) {
    if (Changes(fault, question)) {
      PrintFault(fault);
    }
  }
}

// The columns whose cell is of that outcome, those with the fewest preemptions and steps first.
std::vector<std::size_t> ColumnsThatAre(Cell::Outcome outcome, const Matrix& matrix) {
  std::vector<std::size_t> columns;
  for (std::size_t column = 0; column < matrix.columns().size(); ++column) {
    const Cell* const cell = matrix.At(0, column);
    if (cell != nullptr && cell->outcome == outcome) {
      columns.push_back(column);
    }
  }
  std::ranges::sort(columns, {}, [&](std::size_t column) {
    const Cell& cell = *matrix.At(0, column);
    return std::tuple(cell.preemptions, cell.steps, column);
  });
  return columns;
}

// No more than so many, and how many were left out.
std::size_t CutShort(std::vector<std::size_t>& columns) {
  const std::size_t left_out = columns.size() - std::min(columns.size(), kMostNames);
  columns.resize(columns.size() - left_out);
  return left_out;
}

void PrintFound(const Matrix& matrix) {
  std::vector<std::size_t> columns = ColumnsThatAre(Cell::Outcome::kFound, matrix);
  const std::size_t left_out = CutShort(columns);
  std::size_t width = 0;
  for (const std::size_t column : columns) {
    width = std::max(width, matrix.columns()[column].model->name.size());
  }
  for (const std::size_t column : columns) {
    const Cell& cell = *matrix.At(0, column);
    fmt::print("  {:<{}}  {} with {}{}, {}\n", matrix.columns()[column].model->name, width,
               Name(cell.verdict), cell.is_fewest ? "" : "at most ",
               Count(cell.preemptions, "preemption"), Count(cell.steps, "step"));
  }
  if (left_out > 0) {
    fmt::print("  and {} more\n", left_out);
  }
}

void PrintNames(Cell::Outcome outcome, const std::string& words, const Matrix& matrix) {
  std::vector<std::size_t> columns = ColumnsThatAre(outcome, matrix);
  if (columns.empty()) {
    return;
  }
  const std::size_t left_out = CutShort(columns);
  std::vector<std::string> names;
  names.reserve(columns.size() + 1);
  for (const std::size_t column : columns) {
    names.push_back(matrix.columns()[column].model->name);
  }
  if (left_out > 0) {
    names.push_back(fmt::format("and {} more", left_out));
  }
  fmt::print("{}", Wrapped(words, names));
}

void PrintCells(const Matrix& matrix) {
  fmt::print("\nWith {}, {} of {} that it touches fail:\n", matrix.rows()[0]->name, matrix.Found(0),
             Count(matrix.Touched(0), "model"));
  PrintFound(matrix);
  PrintNames(Cell::Outcome::kSilent, "  searched to the end, and silent:", matrix);
  PrintNames(Cell::Outcome::kUndecided, "  undecided, because a limit came first:", matrix);
}

// What PrintShortest has shown.
enum class Shown : std::uint8_t { kCounterexample, kNothingNeedsIt, kNothing };

Shown PrintShortest(const Matrix& matrix, const models::Effort& effort, const RunOptions& options,
                    TraceFolder& traces, Collector& collector) {
  const auto column = matrix.ShortestColumn(0);
  if (!column) {
    const bool is_silent = matrix.StateOf(0) == Matrix::Row::kSilent;
    fmt::print("\n{}\n", is_silent
                             ? "Nothing needs it, as far as these models show: either the design "
                               "can do without, or a model is missing."
                             : "Nothing is shown: not all searches came to their end.");
    return is_silent ? Shown::kNothingNeedsIt : Shown::kNothing;
  }
  checker::ResultEntry entry = EntryOf(matrix, {.row = 0, .column = *column}, effort);
  const Subject subject = {.model = matrix.columns()[*column].model,
                           .fault = matrix.rows()[0],
                           .oracles = {},
                           .repaired = {}};
  KeepTraces(subject, effort.limits, traces, entry);
  fmt::print("\nIn {}, the shortest:\n\n", subject.model->name);
  PrintViolations(entry, options);
  collector.Add(std::move(entry));
  return Shown::kCounterexample;
}

// What it is, and where it is asked about.
void PrintWhatItIs(const Fault& fault, const std::vector<models::Census>& columns) {
  const bool is_of_catalogue = !fault.model.empty();
  if (is_of_catalogue) {
    PrintFault(fault);
    fmt::print("\nIt takes out\n");
  }
  for (const Change& change : models::ChangesOf(fault)) {
    PrintQuestion(change.question, columns);
    if (!is_of_catalogue) {
      PrintFaultsAbout(change.question);
    }
  }
}

}  // namespace

ExitStatus ExplainNames(const std::vector<std::string>& names, const RunOptions& options) {
  std::vector<const Fault*> faults;
  faults.reserve(names.size());
  for (const std::string& name : names) {
    faults.push_back(&FaultFor(name));
    RequireShownByTheDesign(*faults.back());
  }
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  const models::Effort effort = EffortFor(options);
  const std::vector<models::Census> columns = CensusOfModels(effort);
  if (!PassAsShipped(columns, options)) {
    return kViolation;
  }
  bool has_errors = false;
  bool all_shown = true;
  for (const Fault* const fault : faults) {
    const Matrix matrix = LookEverywhere(*fault, columns, effort, options);
    has_errors |= HasErrors(matrix);
    fmt::print("{}", fault == faults.front() ? "" : "\n\n");
    PrintWhatItIs(*fault, columns);
    PrintCells(matrix);
    all_shown &= PrintShortest(matrix, effort, options, traces, collector) != Shown::kNothing;
  }
  const ExitStatus status = collector.Finish();
  if (has_errors) {
    return kNoResult;
  }
  return status == kAsExpected && !all_shown ? kUndecided : status;
}

}  // namespace heddle::program
