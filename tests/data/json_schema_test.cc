// SPDX-License-Identifier: BSD-3-Clause
//
// The validator of JSON Schema: a check that takes everything checks nothing.

#include "tests/data/json_schema.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace heddle::tests {
namespace {

using nlohmann::json;

class JsonSchemaTest : public testing::Test {
 protected:
  JsonSchemaTest() {
    folder_ = std::filesystem::temp_directory_path() /
              ("heddle-schema-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
               std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~JsonSchemaTest() override { std::filesystem::remove_all(folder_); }

  JsonSchema Schema(const char* text) const {
    std::ofstream(folder_ / "it.json") << text;
    return JsonSchema(folder_ / "it.json");
  }
  void Other(const char* text) const { std::ofstream(folder_ / "other.json") << text; }

  void ExpectValid(const char* schema, const std::vector<const char*>& documents) const {
    for (const char* const document : documents) {
      EXPECT_TRUE(Schema(schema).Mistakes(json::parse(document)).empty())
          << schema << " rejects " << document;
    }
  }
  void ExpectInvalid(const char* schema, const std::vector<const char*>& documents) const {
    for (const char* const document : documents) {
      EXPECT_FALSE(Schema(schema).Mistakes(json::parse(document)).empty())
          << schema << " accepts " << document;
    }
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(JsonSchemaTest, TypesAreToldApart) {
  ExpectValid(R"({"type": "integer"})", {"0", "-3", "2.0", "18446744073709551615"});
  ExpectInvalid(R"({"type": "integer"})", {"1.5", "\"1\"", "true", "null", "[]", "{}"});
  ExpectValid(R"({"type": "number"})", {"0", "1.5"});
  ExpectInvalid(R"({"type": "number"})", {"\"1\""});
  ExpectValid(R"({"type": ["string", "null"]})", {"\"\"", "null"});
  ExpectInvalid(R"({"type": ["string", "null"]})", {"0", "false", "[]"});
  ExpectValid(R"({"type": "boolean"})", {"true"});
  ExpectInvalid(R"({"type": "boolean"})", {"0", "null"});
  ExpectInvalid(R"({"type": "object"})", {"[]"});
  ExpectInvalid(R"({"type": "array"})", {"{}"});
}

TEST_F(JsonSchemaTest, ValuesAreCompared) {
  ExpectValid(R"({"const": "a"})", {"\"a\""});
  ExpectInvalid(R"({"const": "a"})", {"\"b\"", "null"});
  ExpectValid(R"({"enum": ["a", null]})", {"\"a\"", "null"});
  ExpectInvalid(R"({"enum": ["a", null]})", {"\"b\"", "0"});
  ExpectValid(R"({"minimum": 0, "maximum": 7})", {"0", "7", "\"no number\""});
  ExpectInvalid(R"({"minimum": 0, "maximum": 7})", {"-1", "8"});
  ExpectValid(R"({"pattern": "^a+$"})", {"\"aa\"", "0"});
  ExpectInvalid(R"({"pattern": "^a+$"})", {"\"ab\"", "\"\""});
}

TEST_F(JsonSchemaTest, MembersAreDemandedAndOthersRefused) {
  constexpr char kSchema[] =
      R"({"required": ["a"], "properties": {"a": {"type": "string"}, "b": {}},
                                 "additionalProperties": false})";
  ExpectValid(kSchema, {R"({"a": ""})", R"({"a": "", "b": 0})", "[]"});
  ExpectInvalid(kSchema, {"{}", R"({"a": 0})", R"({"a": "", "c": 0})"});
  ExpectInvalid(R"({"additionalProperties": {"type": "string"}})", {R"({"a": 0})"});
  ExpectInvalid(R"({"properties": {"a": false}})", {R"({"a": 0})"});
}

TEST_F(JsonSchemaTest, ItemsAreCountedAndChecked) {
  constexpr char kSchema[] = R"({"prefixItems": [{"const": "a"}], "items": {"type": "integer"},
                                 "minItems": 1, "maxItems": 3})";
  ExpectValid(kSchema, {R"(["a"])", R"(["a", 1, 2])"});
  ExpectInvalid(kSchema, {"[]", "[1]", R"(["a", "a"])", R"(["a", 1, 2, 3])"});
}

TEST_F(JsonSchemaTest, ExactlyOneOfSeveralFits) {
  constexpr char kSchema[] = R"({"oneOf": [{"type": "integer"}, {"minimum": 2}]})";
  ExpectValid(kSchema, {"1", "2.5", "\"any\""});
  ExpectInvalid(kSchema, {"3", "0.5"});
}

TEST_F(JsonSchemaTest, ReferencesAreFollowedInTheFileAndToOthers) {
  Other(R"({"$defs": {"b": {"$ref": "#/$defs/c"}, "c": {"const": 1}}})");
  constexpr char kSchema[] = R"({"properties": {"a": {"$ref": "#/$defs/a"},
                                                "b": {"$ref": "other.json#/$defs/b"}},
                                 "$defs": {"a": {"type": "string"}}})";
  ExpectValid(kSchema, {R"({"a": "", "b": 1})"});
  ExpectInvalid(kSchema, {R"({"a": 0})", R"({"b": 2})"});
}

TEST_F(JsonSchemaTest, SaysWhereAMistakeIs) {
  EXPECT_EQ(Schema(R"({"properties": {"a": {"items": {"type": "string"}}}})")
                .Mistakes(json::parse(R"({"a": ["", 7]})")),
            std::vector<std::string>{"/a/1: expected type \"string\", found 7"});
}

TEST_F(JsonSchemaTest, SchemasThatWouldCheckLessThanTheySayAreRefused) {
  for (const char* const schema :
       {R"({"minimun": 0})", R"({"properties": {"a": {"anyOf": []}}})", R"({"items": 7})",
        R"({"$ref": "#/$defs/a"})", R"({"$ref": "nowhere.json"})", R"({"type": "text"})", "[", "7",
        R"({"oneOf": [{"format": "date"}]})"}) {
    EXPECT_THROW(Schema(schema), SchemaError) << schema;
  }
}

}  // namespace
}  // namespace heddle::tests
