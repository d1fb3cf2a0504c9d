// SPDX-License-Identifier: BSD-3-Clause

#include "litmus/random_program.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "litmus/json_reader.h"
#include "litmus/json_writer.h"

namespace heddle::litmus {
namespace {

constexpr std::uint64_t kSeeds = 500;

constexpr char kNinth[] = R"({"format":"heddle-programs/1","programs":[
  {"name":"random 9",
   "atomics":{"a":0,"b":0},
   "vars":{"x":0,"y":0},
   "mutexes":["m","n"],
   "threads":[
    {"regs":{"r":0,"s":0,"t":0},"ops":[["retry",2,[["cas_weak","t","a","r",1,"acquire","relaxed"],["if","t",[["break"]]]]],["cas_weak","s","a","t",2,"acquire","acquire"],["if",["==","s",1],[["store","a",2,"relaxed"]]]]},
    {"regs":{"r":0,"s":0,"t":0},"ops":[["exchange","t","a",2,"seq_cst"]]}],
   "outcome":["0.r","0.s","0.t","1.r","1.s","1.t","a","b"]}
]}
)";

std::string Written(const Program& program) {
  const TestCase test{program, std::nullopt};
  return WritePrograms({&test, 1});
}

TEST(RandomProgram, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    EXPECT_EQ(RandomProgram(seed), RandomProgram(seed));
  }
  // Whichever compiler it is.
  EXPECT_EQ(Written(RandomProgram(9)), kNinth);
}

TEST(RandomProgram, IsAnotherForAnotherSeed) {
  std::set<std::string> programs;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Program program = RandomProgram(seed);
    program.name = "same";
    programs.insert(Written(program));
  }
  EXPECT_GT(programs.size(), kSeeds * 9 / 10);
}

// It could not be run by hand otherwise.
TEST(RandomProgram, CanBeWrittenAndReadAgain) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Program program = RandomProgram(seed);
    const auto read = ReadPrograms(Written(program));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].program, program) << seed;
  }
}

TEST(RandomProgram, UsesEveryKindOfOperation) {
  std::string all;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    all += Written(RandomProgram(seed));
  }
  for (const char* text :
       {"load",   "store",    "exchange", "fetch_add", "cas",     "cas_weak", "fence", "lock",
        "unlock", "try_lock", "read",     "write",     "if",      "assert",   "retry", "break",
        "exit",   "relaxed",  "acquire",  "release",   "acq_rel", "seq_cst"}) {
    EXPECT_NE(all.find("\"" + std::string(text) + "\""), std::string::npos) << text;
  }
  EXPECT_NE(all.find("null"), std::string::npos) << "an object without an initial value";
}

}  // namespace
}  // namespace heddle::litmus
