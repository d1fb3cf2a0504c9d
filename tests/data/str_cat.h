// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_TESTS_DATA_STR_CAT_H_
#define HEDDLE_TESTS_DATA_STR_CAT_H_

#include <string>
#include <string_view>
#include <type_traits>

namespace heddle::tests {

// The parts, texts and whole numbers, one after another.
template <class... Parts>
std::string StrCat(const Parts&... parts) {
  std::string out;
  const auto append = [&out](const auto& part) {
    if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(part)>>) {
      out += std::to_string(part);
    } else {
      out += std::string_view(part);
    }
  };
  (append(parts), ...);
  return out;
}

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_DATA_STR_CAT_H_
