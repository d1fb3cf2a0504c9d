// SPDX-License-Identifier: BSD-3-Clause
//
// Text as XML, and the parser that the reports are read with.

#include <gtest/gtest.h>

#include <string>

#include "heddle/reports/xml_text.h"
#include "tests/reports/xml_document.h"

namespace heddle {
namespace {

using program::XmlAttribute;
using program::XmlText;
using tests::ParseXml;
using tests::XmlElement;
using tests::XmlError;

constexpr char kReplacement[] = "\xEF\xBF\xBD";

// As a parser reads them.
std::string AsText(const std::string& text) {
  return ParseXml("<a>" + XmlText(text) + "</a>").text;
}
std::string AsAttribute(const std::string& text) {
  return ParseXml("<a b=\"" + XmlAttribute(text) + "\"/>").At("b");
}

TEST(XmlText, SurvivesAsTextAndAsAnAttribute) {
  for (const std::string text :
       {"", "plain", "a < b && c > \"d\" 'e'", "]]>", "line\nline\r\n\ttab", "&amp; &#10;",
        "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \x7F", "  spaces  "}) {
    EXPECT_EQ(AsText(text), text);
    EXPECT_EQ(AsAttribute(text), text);
  }
}

TEST(XmlText, ReplacesWhatXmlCannotSay) {
  for (int c = 0; c < 0x20; ++c) {
    if (c != '\t' && c != '\n' && c != '\r') {
      EXPECT_EQ(AsText(std::string("a") + static_cast<char>(c) + "b"),
                std::string("a") + kReplacement + "b")
          << c;
    }
  }
  // U+FFFE and half of a pair, three bytes each, of which none can stay.
  const std::string three = std::string(kReplacement) + kReplacement + kReplacement;
  EXPECT_EQ(AsText("\xEF\xBF\xBE"), three);
  EXPECT_EQ(AsAttribute("\xED\xA0\x80"), three);
}

TEST(XmlText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(AsText("\xFF"), kReplacement);
  EXPECT_EQ(AsText("a\x80z"), std::string("a") + kReplacement + "z");
  EXPECT_EQ(AsText("\xC3"), kReplacement) << "cut short";
  EXPECT_EQ(AsText("\xC3("), std::string(kReplacement) + "(") << "the next character stays";
  EXPECT_EQ(AsText("\xC0\xBC"), std::string(kReplacement) + kReplacement) << "a long way to say <";
  EXPECT_EQ(AsText("\xF4\x90\x80\x80").size(), 4 * 3U) << "beyond the last character";
}

TEST(ParseXml, ReadsElementsAttributesAndText) {
  const XmlElement root = ParseXml(
      "<?xml version=\"1.0\"?>\n<a b=\"1\" c=\"&lt;&#x41;\">x<d/>y<d e=\"2\"> z </d>&amp;</a>\n");
  EXPECT_EQ(root.name, "a");
  EXPECT_EQ(root.At("c"), "<A");
  EXPECT_EQ(root.text, "xy&");
  ASSERT_EQ(root.ChildrenNamed("d").size(), 2U);
  EXPECT_EQ(root.ChildrenNamed("d")[1]->text, " z ");
  EXPECT_THROW(root.At("nothing"), XmlError);
  EXPECT_EQ(ParseXml("<a b=\"x\ny\"/>").At("b"), "x y") << "as XML has it";
}

TEST(ParseXml, RefusesWhatIsNotWellFormed) {
  for (const char* const text : {"",
                                 "a",
                                 "<a>",
                                 "<a></b>",
                                 "<a/><b/>",
                                 "<a/>b",
                                 "<a b=\"1\" b=\"2\"/>",
                                 "<a b='1'/>",
                                 "<a b=\"<\"/>",
                                 "<a b=1/>",
                                 "<a>&nbsp;</a>",
                                 "<a>&</a>",
                                 "<a>&#0;</a>",
                                 "<a>&#x1F;</a>",
                                 "<a>&#55296;</a>",
                                 "<a>]]></a>",
                                 "<a>\x01</a>",
                                 "<a>\xFF</a>",
                                 "<a>\xC0\xBC</a>",
                                 "<a>\xED\xA0\x80</a>",
                                 "<a>\xEF\xBF\xBF</a>",
                                 "<a>\xC3",
                                 "<1/>",
                                 "<a b=\"1\"c=\"2\"/>",
                                 "<!-- --><a/>"}) {
    EXPECT_THROW(ParseXml(text), XmlError) << text;
  }
}

}  // namespace
}  // namespace heddle
