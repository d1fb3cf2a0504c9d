// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "heddle/reports/xml_text.h"

namespace heddle::program {
namespace {

using Cases = std::vector<JunitCase>;
using Outcome = JunitCase::Outcome;

std::size_t Count(const Cases& cases, Outcome outcome) {
  return static_cast<std::size_t>(std::ranges::count(cases, outcome, &JunitCase::outcome));
}

// The attributes that all suites and each one have. Only one has those that were skipped, too.
std::string Totals(std::string_view name, const Cases& cases) {
  double seconds = 0;
  for (const JunitCase& each : cases) {
    seconds += each.seconds;
  }
  return fmt::format(R"(name="{}" tests="{}" failures="{}" errors="{}" time="{:.3f}")",
                     XmlAttribute(name), cases.size(), Count(cases, Outcome::kFailed),
                     Count(cases, Outcome::kError), seconds);
}

std::string OutcomeElement(const JunitCase& each) {
  const std::string message = XmlAttribute(each.message);
  switch (each.outcome) {
    case Outcome::kFailed:
      return fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n", message,
                         XmlAttribute(each.type), XmlText(each.body));
    case Outcome::kError:
      return fmt::format("      <error message=\"{}\" type=\"{}\">{}</error>\n", message,
                         XmlAttribute(each.type), XmlText(each.body));
    case Outcome::kSkipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", message);
    case Outcome::kPassed:
      break;
  }
  return {};
}

std::string Element(const JunitCase& each) {
  return fmt::format(
      "    <testcase classname=\"heddle.{}\" name=\"{}\" time=\"{:.3f}\">\n{}"
      "      <system-out>{}</system-out>\n    </testcase>\n",
      XmlAttribute(each.kind), XmlAttribute(each.name), each.seconds, OutcomeElement(each),
      XmlText(each.output));
}

std::string Properties(const ProducedBy& produced_by) {
  std::string text = "    <properties>\n";
  for (const auto& [name, value] : produced_by.Named()) {
    text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", XmlAttribute(name),
                        XmlAttribute(value));
  }
  return text + "    </properties>\n";
}

std::vector<std::string> Kinds(const Cases& cases) {
  std::vector<std::string> kinds;
  for (const JunitCase& each : cases) {
    if (std::ranges::find(kinds, each.kind) == kinds.end()) {
      kinds.push_back(each.kind);
    }
  }
  return kinds;
}

}  // namespace

std::string ToJunit(const ProducedBy& produced_by, const Cases& cases) {
  std::string text = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n",
                                 Totals("heddle", cases));
  for (const std::string& kind : Kinds(cases)) {
    Cases of_kind;
    std::ranges::copy_if(cases, std::back_inserter(of_kind),
                         [&](const JunitCase& each) { return each.kind == kind; });
    text += fmt::format("  <testsuite {} skipped=\"{}\">\n{}", Totals("heddle." + kind, of_kind),
                        Count(of_kind, Outcome::kSkipped), Properties(produced_by));
    for (const JunitCase& each : of_kind) {
      text += Element(each);
    }
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace heddle::program
