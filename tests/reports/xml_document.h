// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_REPORTS_XML_DOCUMENT_H_
#define HEDDLE_TESTS_REPORTS_XML_DOCUMENT_H_

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::tests {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::vector<XmlElement> children;
  std::string text;  // its own, all in one

  // Throws XmlError if there is none.
  const std::string& At(const std::string& attribute) const;
  std::vector<const XmlElement*> ChildrenNamed(std::string_view child) const;
};

class XmlError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The root of a document of XML 1.0 in UTF-8, with elements, attributes and text alone: a document
// type, a comment, or anything that is not well-formed, is an XmlError.
XmlElement ParseXml(std::string_view text);

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_REPORTS_XML_DOCUMENT_H_
