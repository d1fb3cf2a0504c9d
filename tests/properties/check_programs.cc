// SPDX-License-Identifier: BSD-3-Clause
//
// The one file that includes RapidCheck.

#include "tests/properties/check_programs.h"

#include <rapidcheck.h>

#include <cstdlib>
#include <sstream>

namespace rc {

using namespace heddle::tests;  // NOLINT(google-build-using-namespace): the generators of its types

namespace {

Gen<std::uint64_t> Number(std::uint64_t first, std::uint64_t limit) {
  return gen::inRange<std::uint64_t>(first, limit);
}
// Which of several things; small, so that shrinking has little to do.
Gen<std::uint64_t> Pick() { return Number(0, 64); }
Gen<std::uint64_t> PickCache() { return Number(0, 2); }
// Mostly few, sometimes more than a chunk or two.
Gen<std::uint64_t> Pages() {
  return gen::weightedOneOf<std::uint64_t>(
      {{4, Number(1, 8)}, {4, Number(1, 65)}, {2, Number(1, 300)}, {1, Number(1, 1500)}});
}
// From a single byte to everything.
Gen<std::uint64_t> Bytes() {
  return gen::weightedOneOf<std::uint64_t>({{4, Number(1, 100'000)},
                                            {3, Number(1, 10'000'000)},
                                            {1, gen::just(std::uint64_t{0})},
                                            {2, gen::just(~std::uint64_t{0})}});
}

template <class T, class... Gens>
Gen<Operation> Make(Gens... gens) {
  return gen::map(gen::construct<T>(std::move(gens)...), [](const T& o) { return Operation(o); });
}

Gen<Operation> AnyOperation() {
  return gen::weightedOneOf<Operation>({
      {4, Make<Grow>(Pick(), Number(1, 4))},
      {12, Make<Alloc>(Pages())},
      {3, Make<AllocAligned>(Pages())},
      {7, Make<Free>(Pick())},
      {5, Make<FreePart>(Pick(), Number(0, 200), Pages())},
      {3, Make<FillCache>(PickCache())},
      {3, Make<CacheAlloc>(PickCache(), Number(1, 20))},
      {2, Make<FlushCache>(PickCache())},
      {6, Make<StartGeneration>()},
      {4, Make<Reserve>()},
      {3, Make<Unreserve>(Pick())},
      {6, Make<ScavengeOne>(Pick(), Bytes())},
      {4, Make<Scavenge>(Bytes())},
      {1, Make<RefuseReleases>(Number(1, 3))},
  });
}

}  // namespace

template <>
struct Arbitrary<Program> {
  static Gen<Program> arbitrary() {
    return gen::build<Program>(
        gen::set(&Program::log_system_page, gen::inRange(12U, 20U)),
        gen::set(&Program::log_huge_page,
                 gen::oneOf(gen::just(0U), gen::just(21U), gen::inRange(13U, 23U))),
        gen::set(&Program::operations, gen::container<std::vector<Operation>>(AnyOperation())));
  }
};

}  // namespace rc

namespace heddle::tests {
namespace {

#if defined(__SANITIZE_THREAD__)
#define HEDDLE_FEW_PROGRAMS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HEDDLE_FEW_PROGRAMS 1
#endif
#endif

// There is one thread, so a race detector only makes this slow. Ten seconds or so of each build.
#if defined(HEDDLE_FEW_PROGRAMS)
constexpr const char* kParameters = "seed=20211001 max_success=150 max_size=200";
#elif defined(NDEBUG)
constexpr const char* kParameters = "seed=20211001 max_success=6000 max_size=250";
#else
constexpr const char* kParameters = "seed=20211001 max_success=500 max_size=200";
#endif

}  // namespace

Verdict CheckPrograms(const std::string& name, const std::function<void(const Program&)>& run) {
  setenv("RC_PARAMS", kParameters, /*overwrite=*/0);  // read once, at the first check
  rc::detail::TestMetadata metadata;
  metadata.id = name;
  metadata.description = name;
  const auto result =
      rc::detail::checkTestable([&run](const Program& program) { run(program); }, metadata);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  if (!result.is<rc::detail::SuccessResult>()) {
    return {.holds = false, .programs = 0, .text = text.str()};
  }
  return {true, result.get<rc::detail::SuccessResult>().numSuccess, text.str()};
}

}  // namespace heddle::tests
