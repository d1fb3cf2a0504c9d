// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_REPORTS_XML_TEXT_H_
#define HEDDLE_HEDDLE_REPORTS_XML_TEXT_H_

#include <string>
#include <string_view>

namespace heddle::program {

// Any bytes as text of an XML 1.0 document in UTF-8: what would be markup is escaped, and a byte
// that is no UTF-8, or of a character that XML has no way to say, becomes U+FFFD.
std::string XmlText(std::string_view text);

// The same between double quotes. Line ends and tabs are kept, which a parser else takes for
// spaces.
std::string XmlAttribute(std::string_view text);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_REPORTS_XML_TEXT_H_
