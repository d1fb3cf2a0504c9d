// SPDX-License-Identifier: BSD-3-Clause

#ifndef HEDDLE_HEDDLE_HTML_COUNTEREXAMPLE_PAGE_H_
#define HEDDLE_HEDDLE_HTML_COUNTEREXAMPLE_PAGE_H_

#include <optional>
#include <string>

#include "checker/trace/trace_file.h"
#include "heddle/output_file.h"

namespace heddle::program {

// The page of a counterexample that `--html` asks for.
class CounterexamplePage {
 public:
  // Nowhere if the path is empty. Throws UsageError if it cannot be written to.
  explicit CounterexamplePage(std::string path);

  const std::string& path() const { return path_; }

  // What it could show; `again` is the command that leads there. It shows the first that has steps,
  // or else the first: of a violation in the set-up there is little to see.
  void Offer(const checker::TraceFile& trace, const std::string& again);

  // Writes it, and says where, or that there is nothing to show. Throws UsageError.
  void Write() const;

 private:
  struct Shown {
    checker::TraceFile trace;
    std::string again;
  };

  std::string path_;
  std::optional<OutputFile> file_;
  std::optional<Shown> shown_;
};

}  // namespace heddle::program

#endif  // HEDDLE_HEDDLE_HTML_COUNTEREXAMPLE_PAGE_H_
