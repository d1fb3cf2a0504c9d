// SPDX-License-Identifier: BSD-3-Clause
//
// What libFuzzer calls: the fuzzer that the build names in HEDDLE_FUZZER.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "tests/data/thrown_failure.h"
#include "tests/fuzz/fuzzers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const heddle::tests::ThrowingFailures failures;
  try {
    heddle::tests::HEDDLE_FUZZER({data, size});
  } catch (const std::exception& error) {
    std::cerr << "heddle: " << error.what() << std::endl;
    std::abort();
  }
  return 0;
}
