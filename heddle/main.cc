// SPDX-License-Identifier: BSD-3-Clause
//
// heddle: explores models of the scavenger and reproduces its race bugs.

#include <cstdio>
#include <exception>
#include <string>
#include <system_error>

#include "checker/process/signals.h"
#include "checker/process/standard_streams.h"
#include "checker/search/errors.h"
#include "heddle/again.h"
#include "heddle/command_line.h"
#include "heddle/exit_status.h"

namespace heddle::program {
namespace {

// By plain functions: standard error may be what failed.
ExitStatus Fail(ExitStatus status, const std::string& what) {
  std::fputs(("heddle: " + what + "\n").c_str(), stderr);
  return status;
}

// Wrong usage is for the user to mend; this is to be looked into, and so to be had again.
ExitStatus FailWithoutResult(const std::string& what) {
  std::fflush(stdout);
  Fail(kNoResult, what);
  PrintEnd();
  return kNoResult;
}

}  // namespace
}  // namespace heddle::program

int main(int argc, char** argv) {
  using namespace heddle::program;
  try {
    heddle::checker::OpenStandardStreams();
    heddle::checker::StopSearchesOnSignals();
    heddle::checker::OutliveFileSizeLimit();
    const ExitStatus status = ParseCommandLine(argc, argv)();
    // Results that nobody can read are no results.
    return heddle::checker::FlushStandardOutput() ? status
                                                  : Fail(kUsage, "cannot write to standard output");
  } catch (const TemporaryFailure& error) {
    return Fail(kTryAgain, error.what());
  } catch (const OtherBuild& error) {
    return Fail(kOtherBuild, error.what());
  } catch (const UsageError& error) {
    return Fail(kUsage, error.what());
  } catch (const std::system_error& error) {  // fmt: a write failed
    return Fail(kUsage, error.what());
  } catch (const heddle::checker::NotDeterministic& error) {
    return FailWithoutResult(error.what());
  } catch (const std::exception& error) {
    return FailWithoutResult(std::string("error inside the checker: ") + error.what());
  }
}
