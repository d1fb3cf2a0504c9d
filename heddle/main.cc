// SPDX-License-Identifier: BSD-3-Clause
//
// heddle: explores models of the scavenger and reproduces its race bugs.

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <string>
#include <system_error>

#include "checker/search/errors.h"
#include "heddle/command_line.h"
#include "heddle/exit_status.h"
#include "heddle/interruption.h"

namespace heddle::program {
namespace {

// Descriptors that the caller has closed would be given to files that are opened, and what is
// printed would end up in them.
void OpenStandardStreams() {
  for (int descriptor = 0; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) < 0) {
      open("/dev/null", O_RDWR);
    }
  }
}

// Results that nobody can read are no results.
void FlushResults() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw UsageError("cannot write to standard output");
  }
}

// By plain functions: standard error may be what failed.
ExitStatus Fail(ExitStatus status, const std::string& what) {
  std::fputs(("heddle: " + what + "\n").c_str(), stderr);
  return status;
}

}  // namespace
}  // namespace heddle::program

int main(int argc, char** argv) {
  using namespace heddle::program;
  try {
    OpenStandardStreams();
    StopSearchesOnSignals();
    const ExitStatus status = ParseCommandLine(argc, argv)();
    FlushResults();
    return status;
  } catch (const UsageError& error) {
    return Fail(kUsage, error.what());
  } catch (const std::system_error& error) {  // fmt: a write failed
    return Fail(kUsage, error.what());
  } catch (const heddle::checker::NotDeterministic& error) {
    return Fail(kNoResult, error.what());
  } catch (const std::exception& error) {
    return Fail(kNoResult, std::string("error inside the checker: ") + error.what());
  }
}
