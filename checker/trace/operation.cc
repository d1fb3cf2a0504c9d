// SPDX-License-Identifier: BSD-3-Clause

#include "checker/trace/operation.h"

#include <array>
#include <cstddef>

namespace heddle::checker {
namespace {

// In the order of OperationKind.
constexpr std::array<std::string_view, kOperationKinds> kNames = {
    "start",
    "start with accesses",
    "load",
    "store",
    "read-modify-write",
    "compare-exchange",
    "failed compare-exchange",
    "weak compare-exchange",
    "failed weak compare-exchange",
    "lock",
    "try-lock",
    "spuriously failed try-lock",
    "failed try-lock",
    "unlock",
    "park",
    "wake",
    "fence",
    "allocation or free",
    "destruction",
};
static_assert(!kNames.back().empty(), "each kind has a name");

}  // namespace

std::string_view Name(OperationKind kind) { return kNames.at(static_cast<std::size_t>(kind)); }

}  // namespace heddle::checker
