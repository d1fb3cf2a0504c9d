// SPDX-License-Identifier: BSD-3-Clause
//
// What protocols are asked, in words, held against the enumerators and the specification.

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <source_location>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/asked_places.h"
#include "core/protocol/questions.h"
#include "core/protocol/tunable_protocol.h"

namespace heddle::core {
namespace {

std::string Slurp(const std::string& path) {
  const std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << path;
  return text.str();
}

// "kGiveBackRest" -> "give-back-rest".
std::string Dashed(std::string_view enumerator) {
  std::string name;
  for (const char c : enumerator.substr(1)) {
    const bool is_upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    name += is_upper && !name.empty() ? "-" : "";
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

// The enumerators as the header has them, kLast left out, the three enumerations one after another.
// Choices have no names, since nothing is to be found without one.
std::vector<std::string> Enumerators() {
  std::vector<std::string> names;
  std::string header = Slurp(HEDDLE_SOURCE "/core/protocol/protocol.h");
  const std::size_t choices = header.find("enum class Choice");
  header.erase(choices, header.find("};", choices) - choices);
  const std::regex enumerator(R"(\n  (k[A-Za-z]+),)");
  for (auto found = std::sregex_iterator(header.begin(), header.end(), enumerator);
       found != std::sregex_iterator(); ++found) {
    names.push_back((*found)[1]);
  }
  return names;
}

TEST(Questions, HaveTheNamesOfTheirEnumerators) {
  const std::vector<std::string> enumerators = Enumerators();
  ASSERT_EQ(enumerators.size(), kQuestionCount);
  for (std::size_t i = 0; i < kQuestionCount; ++i) {
    EXPECT_EQ(kQuestions[i].name, Dashed(enumerators[i]));
  }
}

TEST(Questions, AreSentencesThatDiffer) {
  std::set<std::string_view> sentences;
  for (const QuestionText& text : kQuestions) {
    EXPECT_TRUE(sentences.insert(text.sentence).second) << text.name;
    EXPECT_GT(text.sentence.size(), 10U) << text.name;
    EXPECT_NE(text.sentence.back(), '.') << text.name;
  }
}

TEST(Questions, NameSectionsAndInvariantsThatAreThere) {
  const std::string spec = Slurp(HEDDLE_SOURCE "/docs/allocator-spec.md");
  const std::regex reference(R"((I\d+)|(\d+\.\d+))");
  for (const QuestionText& text : kQuestions) {
    const std::string where(text.spec);
    if (where.starts_with("docs/")) {
      EXPECT_TRUE(where == "docs/decisions/0009") << where;
      continue;
    }
    int references = 0;
    for (auto found = std::sregex_iterator(where.begin(), where.end(), reference);
         found != std::sregex_iterator(); ++found, ++references) {
      const std::string name = std::regex_replace(found->str(), std::regex(R"(\.)"), R"(\.)");
      const std::regex heading("\n(### |- \\*\\*|- )" + name + "[ .*]");
      EXPECT_TRUE(std::regex_search(spec, heading)) << text.name << ": " << found->str();
    }
    EXPECT_GT(references, 0) << text.name;
  }
}

TEST(Questions, AreOfOneKindEach) {
  for (const QuestionText& text : kQuestions) {
    const Question question = text.question;
    EXPECT_EQ(question.IsDecision() + question.IsStep() + question.IsAccess(), 1) << text.name;
  }
  EXPECT_EQ(Question(Step::kGiveBackRest).step(), Step::kGiveBackRest);
  EXPECT_EQ(Question(Access::kPeekPageBits).access(), Access::kPeekPageBits);
  EXPECT_EQ(Question(Decision::kManyGenerations).decision(), Decision::kManyGenerations);
}

TEST(TunableProtocol, TellsWhereItIsAsked) {
  AskedPlaces places;
  TunableProtocol protocol;
  protocol.Holds(Decision::kManyGenerations);  // nobody listens
  protocol.TellPlaces(places);
  const TunableProtocol copy = protocol;
  for (int i = 0; i < 2; ++i) {  // one place, however often
    copy.Does(Step::kGiveBackRest);
  }
  const unsigned line = std::source_location::current().line() + 1;
  copy.Order(Access::kPeekPageBits);
  EXPECT_FALSE(places.Has(Decision::kManyGenerations));
  EXPECT_EQ(places.Of(Step::kGiveBackRest).size(), 1U);
  ASSERT_EQ(places.Of(Access::kPeekPageBits).size(), 1U);
  EXPECT_EQ(places.Of(Access::kPeekPageBits)[0].line(), line);
  for (std::size_t i = 0; i < kQuestionCount; ++i) {
    EXPECT_EQ(places.Has(kQuestions[i].question),
              kQuestions[i].question == Question(Step::kGiveBackRest) ||
                  kQuestions[i].question == Question(Access::kPeekPageBits));
  }
}

}  // namespace
}  // namespace heddle::core
