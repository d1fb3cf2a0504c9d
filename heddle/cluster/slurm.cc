// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/cluster/slurm.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <system_error>

#include "heddle/cluster/shell_command.h"
#include "heddle/exit_status.h"
#include "heddle/output_file.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

// A cluster's MaxArraySize is 1001 unless its owner says otherwise, and no task has that number.
constexpr std::size_t kMostTasks = 1000;

// Why a job waits that will never run as it was submitted. PartitionNodeLimit is not among these:
// it also stands for hosts that are down, and come back.
constexpr std::array<std::string_view, 6> kNever = {"PartitionTimeLimit",
                                                    "BadConstraints",
                                                    "InvalidAccount",
                                                    "InvalidQOS",
                                                    "AssocMaxWallDurationPerJobLimit",
                                                    "QOSMaxWallDurationPerJobLimit"};

std::string ListOf(std::size_t wave) { return fmt::format("wave-{}.list", wave); }

std::size_t NumberIn(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

// Hosts that have said that they have another build.
std::vector<std::string> RefusedBy(const std::string& folder) {
  std::vector<std::string> hosts;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kRefused)) {
      hosts.push_back(name.substr(std::string_view(kRefused).size()));
    }
  }
  std::ranges::sort(hosts);
  return hosts;
}

}  // namespace

Slurm::Slurm(Options options) : options_(std::move(options)) {
  for (const char* const program : {"sbatch", "squeue", "scancel"}) {
    RequireInstalled(program, "Slurm");
  }
  std::error_code none;
  while (fs::exists(fs::path(options_.folder) / ListOf(next_wave_), none)) {
    ++next_wave_;
  }
}

void Slurm::Submit(const std::vector<std::string>& shards) {
  for (std::size_t i = 0; i < shards.size(); i += kMostTasks) {
    const auto begin = shards.begin() + static_cast<std::ptrdiff_t>(i);
    const std::size_t count = std::min(kMostTasks, shards.size() - i);
    SubmitWave({begin, begin + static_cast<std::ptrdiff_t>(count)});
  }
}

void Slurm::SubmitWave(const std::vector<std::string>& shards) {
  const std::size_t number = next_wave_++;
  std::string list;
  for (const std::string& shard : shards) {
    list += shard + "\n";
  }
  const fs::path folder = options_.folder;
  OutputFile((folder / ListOf(number)).string()).Commit(list);
  const std::string script = fmt::format("wave-{}.sh", number);
  WriteScript((folder / script).string(),
              Text({.name = fmt::format("heddle-{}-{}", options_.plan, number),
                    .title = fmt::format("Wave {} of {}", number, options_.title),
                    .list = ListOf(number),
                    .log = fmt::format("{}/wave-{}-%a.log", kLogFolder, number),
                    .shards = shards.size(),
                    .partition = options_.partition,
                    .not_hosts = RefusedBy(options_.folder),
                    .budget = options_.budget},
                   script));
  const CommandOutcome outcome =
      RunCommand(options_.folder, fmt::format("sbatch --parsable {} 2>&1", script));
  // While others run a limit of the cluster's may be in the way, or its controller be away: later.
  if (outcome.status != 0 && tasks_.empty()) {
    throw UsageError(fmt::format("cannot submit '{}': {}", (folder / script).string(),
                                 FirstLine(outcome.output)));
  }
}

bool Slurm::Ask(std::vector<Task>& tasks) const {
  const CommandOutcome outcome = RunCommand(
      options_.folder,
      fmt::format("squeue --noheader --array --user={} --format='%j|%K|%A|%T|%r' 2>/dev/null",
                  getuid()));
  const std::string prefix = fmt::format("heddle-{}-", options_.plan);
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string name;
    std::string index;
    Task task;
    std::getline(fields, name, '|');
    std::getline(fields, index, '|');
    std::getline(fields, task.job, '|');
    std::getline(fields, task.state, '|');
    std::getline(fields, task.reason);
    if (name.starts_with(prefix)) {
      task.wave = NumberIn(std::string_view(name).substr(prefix.size()));
      task.line = NumberIn(index);
      tasks.push_back(std::move(task));
    }
  }
  return outcome.status == 0;
}

const std::vector<std::string>& Slurm::ShardsOf(std::size_t wave) {
  waves_.resize(std::max(waves_.size(), wave + 1));
  std::vector<std::string>& shards = waves_[wave];
  if (shards.empty()) {
    std::ifstream list(fs::path(options_.folder) / ListOf(wave));
    for (std::string shard; std::getline(list, shard);) {
      shards.push_back(shard);
    }
  }
  return shards;
}

void Slurm::RequireThatTheyStart() {
  const auto is_waiting = [](const Task& task) { return task.state == "PENDING"; };
  const auto never = std::ranges::find_if(tasks_, [](const Task& task) {
    return std::ranges::find(kNever, task.reason) != kNever.end();
  });
  if (never == tasks_.end() || !std::ranges::all_of(tasks_, is_waiting)) {
    return;
  }
  const fs::path script = fs::path(options_.folder) / fmt::format("wave-{}.sh", never->wave);
  const std::string reason = never->reason;
  Cancel();
  throw UsageError(
      fmt::format("Slurm will not start '{}' ({}): expected a partition, an account and a --budget "
                  "that go together",
                  script.string(), reason));
}

std::set<std::string> Slurm::Active() {
  std::vector<Task> tasks;
  if (Ask(tasks)) {
    tasks_ = std::move(tasks);
  }
  RequireThatTheyStart();
  std::set<std::string> active;
  waiting_ = 0;
  for (const Task& task : tasks_) {
    const bool is_held = task.reason.find("eld") != std::string::npos;
    const std::vector<std::string>& shards = ShardsOf(task.wave);
    if (task.line == 0 || task.line > shards.size()) {
      continue;
    }
    // What Slurm holds back until somebody looks after it is as good as lost.
    if (is_held) {
      RunCommand(options_.folder, fmt::format("scancel {} >/dev/null 2>&1", task.job));
      continue;
    }
    active.insert(shards[task.line - 1]);
    // Of a lost host's it says so, and those wait for nothing that others could be in the way of.
    waiting_ += task.state == "PENDING" && task.reason != "BeginTime" ? 1 : 0;
  }
  return active;
}

void Slurm::Cancel() {
  std::vector<Task> tasks;
  Ask(tasks);
  std::string jobs;
  for (const Task& task : tasks) {
    jobs += task.state == "COMPLETING" ? std::string() : " " + task.job;
  }
  if (!jobs.empty()) {
    // A signal first, to the script, which has what is left written; those that wait just end.
    RunCommand(options_.folder, fmt::format("scancel --batch --signal=TERM{0} >/dev/null 2>&1; "
                                            "scancel --state=PENDING{0} >/dev/null 2>&1; sleep 2; "
                                            "scancel{0} >/dev/null 2>&1",
                                            jobs));
  }
}

std::chrono::milliseconds Slurm::Pause() const {
  // squeue is a burden on a cluster's controller.
  constexpr double kShare = 0.1;
  return std::chrono::milliseconds(
      static_cast<int>(1000 * std::clamp(options_.budget.seconds * kShare, 1.0, 10.0)));
}

}  // namespace heddle::program
