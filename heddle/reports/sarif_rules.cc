// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/reports/sarif_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace heddle::program {
namespace {

using checker::Verdict;
using Json = nlohmann::ordered_json;

struct Rule {
  Verdict verdict;
  std::string_view name;
  std::string_view help;
};

constexpr std::array<Rule, 14> kRules = {{
    {Verdict::kRace, "DataRace",
     "C++ gives a program with a data race no meaning. Look for the lock, or the release and the "
     "acquire that read it, which ought to order the access and the related one; the code flow "
     "shows that nothing does."},
    {Verdict::kUninitialized, "UninitializedRead",
     "Look for the write that ought to have come first, and for what should have made it visible "
     "to the thread that reads."},
    {Verdict::kAssertion, "BrokenAssertion",
     "The related location is the check that failed. The code flow shows the interleaving that "
     "leads there."},
    {Verdict::kInvariant, "BrokenInvariant",
     "Invariants are those of docs/allocator-spec.md, section 8, by their numbers. The location "
     "is the last access before the one that does not hold was noticed."},
    {Verdict::kAccounting, "WrongAccounting",
     "A counter was read, or left behind, that does not agree with the pages. Look for an update "
     "that is missing, done twice, or not in one step with what it counts."},
    {Verdict::kContents, "UseOfReleasedMemory",
     "Pages were handed out, or written to, while they went back to the system. Look for what "
     "ought to keep allocation and release of a page apart."},
    {Verdict::kLockRank, "WrongLockOrder",
     "Two locks that are taken in both orders can deadlock, even if this execution does not."},
    {Verdict::kLockDiscipline, "WrongLockHeld",
     "Look at which locks the thread holds at the location, and at which it is to hold by the "
     "specification."},
    {Verdict::kLostWork, "LostWork",
     "Free pages, or a request, stay undone although nothing is left that would see to them. Look "
     "for a mark or a wake-up that was overwritten."},
    {Verdict::kLinearizability, "NotLinearizable",
     "The operations gave results that they could not have given one after the other, in any order "
     "that agrees with happens-before."},
    {Verdict::kDeadlock, "Deadlock",
     "The location and the related ones are where the threads wait. Look for the order in which "
     "they take their locks, or for a wake-up that came too early."},
    {Verdict::kLivelock, "Livelock",
     "Look for a loop that waits for what no other thread will do, or raise --max-steps if the "
     "execution is only long."},
    {Verdict::kMisuse, "Misuse",
     "A lock was taken twice or given back by a thread that does not hold it, or memory was freed "
     "or used against its rules."},
    {Verdict::kLeak, "Leak",
     "Look for the path on which what was made in the execution is not destroyed."},
}};

// "A lock was held."
std::string Sentence(std::string_view text) {
  std::string sentence(text);
  sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
  return sentence + ".";
}

}  // namespace

Json SarifRules() {
  Json rules = Json::array();
  for (const Rule& rule : kRules) {
    const std::string sentence = Sentence(Explain(rule.verdict));
    rules.push_back({{"id", Name(rule.verdict)},
                     {"name", rule.name},
                     {"shortDescription", {{"text", sentence}}},
                     {"fullDescription", {{"text", fmt::format("{} {}", sentence, rule.help)}}},
                     {"help", {{"text", rule.help}}},
                     {"defaultConfiguration", {{"level", "error"}}}});
  }
  return rules;
}

std::size_t RuleIndex(Verdict verdict) {
  return static_cast<std::size_t>(std::ranges::find(kRules, verdict, &Rule::verdict) -
                                  kRules.begin());
}

}  // namespace heddle::program
