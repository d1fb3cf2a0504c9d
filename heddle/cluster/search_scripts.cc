// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/cluster/search_scripts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <cerrno>
#include <cmath>
#include <string_view>
#include <system_error>

#include "checker/process/shell_quoted.h"
#include "heddle/exit_status.h"
#include "heddle/output_file.h"

namespace heddle::program {
namespace {

constexpr std::string_view kRunShardText = R"SH(#!/bin/sh
# run-shard SHARD: explores a shard of this folder within its budget, and keeps what it has come to here.
# It is what Slurm and GNU parallel run, on any host, and can be run by hand. Exit status: 0 there is a
# result; 75 try again; 78 this host has another build of heddle; others: there is no result.
cd "$(dirname "$0")" || exit 75
[ "$1" != - ] || exit 0  # nothing: it has GNU parallel look after what it runs

# A time limit or a preemption comes as a signal: heddle keeps what is left, and leaves. If it hangs, it gets
# that signal half a minute after its budget, and ends ten seconds later at the latest.
trap 'kill -TERM "$shard" 2>/dev/null' INT TERM
timeout --foreground --preserve-status --kill-after=10 LIMIT \
  HEDDLE run "$1" -o . --quiet BUDGET &
shard=$!
wait "$shard"
status=$?
while [ "$status" -gt 128 ] && kill -0 "$shard" 2>/dev/null; do  # the signal has ended the wait
  wait "$shard"
  status=$?
done

host=${SLURMD_NODENAME:-$(uname -n)}
case $status in
  0 | 1 | 3) exit 0 ;;  # explored, a violation, split
  78) echo "$host has another build of heddle than the search" >"refused-$host" ;;
esac
echo "run-shard: $1 on $host: heddle ended with status $status" >&2
exit "$status"
)SH";

// Between the budget and the signal to what hangs; between the engine's signal and the end that it
// sets.
constexpr int kSecondsToLeave = 30;

void Replace(std::string& text, std::string_view word, const std::string& by) {
  text.replace(text.find(word), word.size(), by);
}

// Beyond the budget there is the time to start, to write what is left, and to be ended.
int MinutesFor(const ShardBudget& budget) {
  return static_cast<int>(std::ceil((budget.seconds + kSecondsToLeave) / 60)) + 1;
}

}  // namespace

std::string RunShardScript(const std::string& program, const ShardBudget& budget) {
  std::string text(kRunShardText);
  Replace(text, "LIMIT",
          std::to_string(static_cast<int>(std::ceil(budget.seconds)) + kSecondsToLeave));
  Replace(text, "HEDDLE", checker::ShellQuotedPath(program));
  Replace(text, "BUDGET",
          fmt::format("--time {}s{}", budget.seconds,
                      budget.bytes == 0 ? "" : fmt::format(" --memory {}", budget.bytes)));
  return text;
}

std::string Text(const WaveScript& wave, const std::string& file) {
  std::string text = "#!/bin/sh\n";
  const auto option = [&](const std::string& words) { text += "#SBATCH --" + words + "\n"; };
  option("job-name=" + wave.name);
  option(fmt::format("array=1-{}", wave.shards));
  option("ntasks=1");
  option("cpus-per-task=1");
  option(fmt::format("time={}", MinutesFor(wave.budget)));
  option(fmt::format("signal=B:TERM@{}", kSecondsToLeave));
  option("requeue");
  option("open-mode=append");
  option("output=" + wave.log);
  if (!wave.partition.empty()) {
    option("partition=" + wave.partition);
  }
  if (!wave.not_hosts.empty()) {
    option(fmt::format("exclude={}", fmt::join(wave.not_hosts, ",")));
  }
  text += fmt::format(
      "# {}. In this folder: sbatch {}, or one shard of it, here: SLURM_ARRAY_TASK_ID=1 sh {}\n",
      wave.title, file, file);
  text += fmt::format("exec ./{} \"$(sed -n \"${{SLURM_ARRAY_TASK_ID}}p\" {})\"\n", kRunShard,
                      wave.list);
  return text;
}

void WriteScript(const std::string& path, const std::string& text) {
  OutputFile(path).Commit(text);
  if (chmod(path.c_str(), 0755) != 0) {
    throw UsageError(fmt::format("cannot make '{}' executable: {}", path,
                                 std::generic_category().message(errno)));
  }
}

}  // namespace heddle::program
