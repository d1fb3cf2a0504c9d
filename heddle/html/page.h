// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_HTML_PAGE_H_
#define HEDDLE_HEDDLE_HTML_PAGE_H_

#include <string>
#include <string_view>

namespace heddle::program {

// The pages that heddle/viewer builds, without what they show.
enum class PageKind { kCounterexample, kMatrix, kVerification };

// One self-contained file: the page with a report in it, a JSON text.
std::string Page(PageKind kind, std::string_view json);

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_HTML_PAGE_H_
