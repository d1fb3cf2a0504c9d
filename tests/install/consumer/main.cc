// SPDX-License-Identifier: BSD-3-Clause
#include <cstdio>

#include "core/address/address_ranges.h"

int main() { std::puts("heddle::core is installed"); }
