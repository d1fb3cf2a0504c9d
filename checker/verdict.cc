// SPDX-License-Identifier: BSD-3-Clause

#include "checker/verdict.h"

#include <array>
#include <cstddef>

namespace heddle::checker {
namespace {

struct Entry {
  std::string_view name;
  std::string_view sentence;
};

constexpr std::array<Entry, 15> kEntries = {{
    {"pass", "nothing was wrong"},
    {"race", "two threads reached the same plain memory, one of them wrote, nothing ordered them"},
    {"uninitialized", "a value was read that nobody had written"},
    {"assertion", "a rule of the program was broken"},
    {"invariant", "a numbered invariant did not hold"},
    {"accounting", "a counter disagreed with what it counts"},
    {"contents", "memory was used while it was released"},
    {"lock-rank", "locks were taken against their order"},
    {"lock-discipline", "a lock was held, or not held, where the opposite is needed"},
    {"lost-work", "work that was there was never done"},
    {"linearizability", "no order of the operations explains their results"},
    {"deadlock", "some thread waited and no thread could run"},
    {"livelock", "an execution did not end within the limit of steps"},
    {"misuse", "a lock or memory was used against its own rules"},
    {"leak", "objects of the execution outlived it"},
}};

}  // namespace

std::string_view Name(Verdict verdict) {
  return kEntries.at(static_cast<std::size_t>(verdict)).name;
}

std::string_view Explain(Verdict verdict) {
  return kEntries.at(static_cast<std::size_t>(verdict)).sentence;
}

}  // namespace heddle::checker
