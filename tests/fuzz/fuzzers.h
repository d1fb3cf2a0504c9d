// SPDX-License-Identifier: BSD-3-Clause
//
// Each takes any bytes and throws if something that should hold of all bytes does not hold of
// these; core's failures are to be thrown too (ThrowingFailures). libFuzzer runs each on bytes that
// it makes up (lib_fuzzer.cc), and the tests on the files of its corpus (corpus_test.cc).

#ifndef HEDDLE_TESTS_FUZZ_FUZZERS_H_
#define HEDDLE_TESTS_FUZZ_FUZZERS_H_

#include <cstdint>
#include <span>

namespace heddle::tests {

using Bytes = std::span<const std::uint8_t>;

// Operations: the allocator and its scavenger beside the naive heap, a set of ranges beside one bit
// for each address.
void FuzzPageAlloc(Bytes bytes);
void FuzzAddressRanges(Bytes bytes);

// Readers, which take any text or refuse it with their own error, of one line. What one takes is
// written, where something writes it, and read again, which must give the same.
void FuzzTraceFile(Bytes bytes);    // heddle-trace/1, and a schedule alone
void FuzzSearchFiles(Bytes bytes);  // heddle-checkpoint/1, -plan/1, -shard/1, -shard-result/1
void FuzzPrograms(Bytes bytes);     // heddle-programs/1, heddle-litmus/1

}  // namespace heddle::tests

#endif  // HEDDLE_TESTS_FUZZ_FUZZERS_H_
