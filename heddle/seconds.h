// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_SECONDS_H_
#define HEDDLE_HEDDLE_SECONDS_H_

#include <CLI/CLI.hpp>
#include <cmath>
#include <map>
#include <string>

namespace heddle::program {

// "200us", "30s", "2m" of a command line, as a number of seconds, which is not 0.
inline CLI::Validator AsSeconds() {
  const CLI::AsNumberWithUnit with_unit(std::map<std::string, double>{
      {"us", 0.000001}, {"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}});
  return {[with_unit](std::string& text) {
            const std::string given = text;
            std::string error;
            try {
              error = with_unit(text);
            } catch (const CLI::ValidationError& thrown) {
              error = thrown.what();
            }
            // What is too large to be said is infinite by now, or as it was given.
            double seconds = 0;
            return error.empty() && CLI::detail::lexical_cast(text, seconds) &&
                           std::isfinite(seconds) && seconds > 0
                       ? std::string()
                       : "expected a time such as 30s or 2m, found '" + given + "'";
          },
          ""};
}

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_SECONDS_H_
