// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_DATA_JSON_SCHEMA_H_
#define HEDDLE_TESTS_DATA_JSON_SCHEMA_H_

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace heddle::tests {

// Not a schema, or one with a keyword that is not understood: it would check less than it says.
class SchemaError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A schema of JSON Schema, draft 2020-12, as far as the formats need it: type, const, enum,
// minimum, maximum, pattern, properties, required, additionalProperties, items, prefixItems,
// minItems, maxItems, oneOf, and $ref to $defs of the file or of another one in its folder.
class JsonSchema {
 public:
  // Throws SchemaError, of the files that it refers to, too.
  explicit JsonSchema(const std::filesystem::path& file);

  // A line for each thing that is wrong with a document, with where it is: "/results/0: expected
  // ...". None if the document is valid.
  std::vector<std::string> Mistakes(const nlohmann::json& document) const;

 private:
  using Json = nlohmann::json;
  // A schema, and the file in which its references begin.
  struct Place {
    const Json* schema;
    std::string file;
  };
  struct Checking;

  void Load(const std::string& file);
  void RequireUnderstood(const Json& schema, const std::string& file);
  void RequireUnderstoodValue(const std::string& keyword, const Json& value,
                              const std::string& file);
  Place Referred(const std::string& reference, const std::string& file) const;

  std::filesystem::path folder_;
  std::string file_;
  std::map<std::string, Json> files_;
};

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_DATA_JSON_SCHEMA_H_
