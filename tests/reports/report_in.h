// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_REPORTS_REPORT_IN_H_
#define HEDDLE_TESTS_REPORTS_REPORT_IN_H_

#include <nlohmann/json.hpp>
#include <string>

namespace heddle {

// The text of the report that a page shows.
inline std::string ReportTextIn(const std::string& page) {
  const std::string begin = "<script type=\"application/json\" id=\"report\">";
  const std::size_t at = page.find(begin) + begin.size();
  return page.substr(at, page.find("</script>", at) - at);
}

inline nlohmann::json ReportIn(const std::string& page) {
  return nlohmann::json::parse(ReportTextIn(page));
}

}  // namespace heddle

#endif  // HEDDLE_TESTS_REPORTS_REPORT_IN_H_
