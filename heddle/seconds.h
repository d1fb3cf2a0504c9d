// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_SECONDS_H_
#define HEDDLE_HEDDLE_SECONDS_H_

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace heddle::program {

// "200us", "30s", "2m" of a command line, as a number of seconds.
inline CLI::Validator AsSeconds() {
  return CLI::AsNumberWithUnit(std::map<std::string, double>{
      {"us", 0.000001}, {"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}});
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_SECONDS_H_
