// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/litmus_table.h"

#include <fmt/format.h>

#include <string_view>

namespace heddle::program {
namespace {

using litmus::Relation;
using litmus::Shown;

// In a cell of a table, which a bar would end.
std::string InCell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    cell += c == '|' ? "\\|" : std::string(1, c);
  }
  return cell;
}
std::string Code(std::string_view text) { return "`" + InCell(text) + "`"; }

std::string_view Remark(const Shown& shown) {
  if (!shown.relation) {
    return "?";
  }
  switch (*shown.relation) {
    case Relation::kStronger:
      return "**not shown**";
    case Relation::kWeaker:
      return "**shown**";
    case Relation::kSame:
      break;
  }
  return shown.reached ? "shown" : "not shown";
}

// "3 of 4", and what is shown besides.
std::string Outcomes(const litmus::Judgement& judgement, const Shown& shown) {
  if (!shown.relation || !judgement.rc11 || judgement.rc11->has_race) {
    return "";
  }
  const std::size_t allowed = judgement.rc11->outcomes.size();
  std::string text = fmt::format("; {} of {}", allowed - shown.missed.size(), allowed);
  if (!shown.forbidden.empty()) {
    text += fmt::format(", {} forbidden", shown.forbidden.size());
  }
  return text;
}

}  // namespace

std::string LitmusTable(const std::vector<JudgedTest>& tests) {
  std::string table = "| test | program | asked | RC11 |";
  std::string rule = "|---|---|---|---|";
  for (const Shown& shown : tests.front().judgement.shown) {
    table += fmt::format(" depth {} |", shown.depth);
    rule += "---|";
  }
  table += "\n" + rule + "\n";
  for (const JudgedTest& judged : tests) {
    const litmus::Judgement& judgement = judged.judgement;
    table += fmt::format("| {} | {} | {} | {} |", InCell(judged.test->program.name),
                         Code(judged.test->text), Code(judged.test->condition),
                         !judgement.allowed   ? "?"
                         : *judgement.allowed ? "allowed"
                                              : "forbidden");
    for (const Shown& shown : judgement.shown) {
      table += fmt::format(" {}{} |", Remark(shown), Outcomes(judgement, shown));
    }
    table += "\n";
  }
  return table;
}

}  // namespace heddle::program
