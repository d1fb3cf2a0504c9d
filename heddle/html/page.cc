// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/html/page.h"

#include "heddle/html/built_pages.h"

namespace heddle::program {
namespace {

constexpr std::string_view kPlace = "@HEDDLE_REPORT@";

std::string_view BuiltPage(PageKind kind) {
  switch (kind) {
    case PageKind::kCounterexample:
      return kTracePage;
    case PageKind::kMatrix:
      return kMatrixPage;
    case PageKind::kVerification:
      break;
  }
  return kVerifyPage;
}

}  // namespace

std::string Page(PageKind kind, std::string_view json) {
  const std::string_view built = BuiltPage(kind);
  const std::size_t place = built.find(kPlace);
  std::string page(built.substr(0, place));
  // The text must not end the element that it is in.
  for (const char c : json) {
    if (c == '<') {
      page += "\\u003c";
    } else {
      page += c;
    }
  }
  page += built.substr(place + kPlace.size());
  return page;
}

}  // namespace heddle::program
