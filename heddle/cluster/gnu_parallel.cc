// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/cluster/gnu_parallel.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <thread>

#include "checker/process/shell_quoted.h"
#include "heddle/cluster/search_scripts.h"
#include "heddle/cluster/shell_command.h"
#include "heddle/exit_status.h"
#include "heddle/input_file.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

// While it waits for the next line it does not look after the jobs that run: one that has failed
// is only tried again, and one that has ended only logged, when there is a line. This one does
// nothing.
constexpr char kNothing[] = "-";
constexpr std::chrono::seconds kBetweenNothings(2);

// A host that does not answer for that long is lost.
constexpr char kSsh[] =
    "ssh -o BatchMode=yes -o ConnectTimeout=5 -o ServerAliveInterval=3 -o ServerAliveCountMax=3";

std::vector<std::string> CommandOf(const std::string& folder, const std::string& hosts,
                                   const std::string& log) {
  std::vector<std::string> words = {"parallel"};
  if (hosts == ":") {
    words.insert(words.end(), {"--sshlogin", ":"});
  } else {
    words.insert(words.end(), {"--sshloginfile", fs::absolute(hosts).string()});
    if (std::getenv("PARALLEL_SSH") == nullptr) {
      words.insert(words.end(), {"--ssh", kSsh});
    }
  }
  const std::string script = (fs::path(folder) / kRunShard).string();
  words.insert(words.end(), {"--joblog", log, "--retries", "4", "--ungroup", "--termseq",
                             "TERM,5000,KILL,25", checker::ShellQuotedPath(script) + " {}"});
  return words;
}

// With its own end of a pipe as standard input, what it prints in a log, and in a process group of
// its own, so that what interrupts this process at a terminal does not end it before this one does.
int Spawn(const std::vector<std::string>& words, int input, const std::string& log,
          pid_t& process) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0666);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  arguments.reserve(copies.size() + 1);
  for (std::string& word : copies) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const int error =
      posix_spawnp(&process, arguments.front(), &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

// On Linux either end of a pipe knows what is in it.
bool HasTakenEverything(int pipe) {
  int bytes = 0;
  return ioctl(pipe, FIONREAD, &bytes) == 0 && bytes == 0;
}

}  // namespace

GnuParallel::GnuParallel(Options options) : options_(std::move(options)) {
  RequireInstalled("parallel", "GNU parallel");
  if (options_.hosts != ":") {
    try {
      ContentsOf(options_.hosts);
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("cannot read '{}': {}", options_.hosts, error.what()));
    }
  }
  std::signal(SIGPIPE, SIG_IGN);  // when it has ended, writing to it fails
}

GnuParallel::~GnuParallel() { Cancel(); }

std::string GnuParallel::PathOf(const char* ending) const {
  return (fs::path(options_.folder) / fmt::format("queue-{}{}", number_, ending)).string();
}

void GnuParallel::Start() {
  std::error_code none;
  do {
    ++number_;
  } while (fs::exists(PathOf(""), none));
  queue_.clear();
  running_.clear();
  log_read_ = 0;
  std::array<int, 2> ends = {};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw UsageError(
        fmt::format("cannot start parallel: {}", std::generic_category().message(errno)));
  }
  const auto words = CommandOf(options_.folder, options_.hosts, PathOf(".joblog"));
  const int error = Spawn(words, ends[0], PathOf(".log"), process_);
  close(ends[0]);
  pipe_ = ends[1];
  fcntl(pipe_, F_SETFL, O_NONBLOCK);
  if (error != 0) {
    process_ = 0;
    throw UsageError(
        fmt::format("cannot start parallel: {}", std::generic_category().message(error)));
  }
}

void GnuParallel::ClosePipe() {
  if (pipe_ >= 0) {
    close(pipe_);
  }
  pipe_ = -1;
}

bool GnuParallel::IsRunning() {
  if (process_ != 0 && waitpid(process_, nullptr, WNOHANG) == process_) {
    process_ = 0;
    ClosePipe();
    running_.clear();
    waiting_.clear();
  }
  return process_ != 0;
}

bool GnuParallel::Write(const std::string& line) {
  const std::string text = line + "\n";  // so short that it is written whole or not at all
  if (write(pipe_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return false;
  }
  std::ofstream(PathOf(""), std::ios::app) << text;
  queue_.push_back(line);
  running_.insert(queue_.size());
  written_ = Clock::now();
  return true;
}

void GnuParallel::Feed() {
  while (!waiting_.empty() && Write(waiting_.front())) {
    waiting_.pop_front();
  }
  // One that it has not taken is enough: it is not waiting then. Those that it has taken say
  // nothing, for they may be on a host that is lost.
  const bool is_late = Clock::now() - written_ > kBetweenNothings;
  if (!running_.empty() && is_late && HasTakenEverything(pipe_)) {
    Write(kNothing);
  }
}

void GnuParallel::ReadJobLog() {
  std::ifstream log(PathOf(".joblog"));
  log.seekg(static_cast<std::streamoff>(log_read_));
  for (std::string line; std::getline(log, line) && !log.eof();) {
    log_read_ += line.size() + 1;
    std::size_t job = 0;  // the first column; none in the line of their names
    std::from_chars(line.data(), line.data() + line.size(), job);
    running_.erase(job);
  }
}

void GnuParallel::Submit(const std::vector<std::string>& shards) {
  if (!IsRunning()) {
    Start();
  }
  waiting_.insert(waiting_.end(), shards.begin(), shards.end());
  Feed();
}

std::set<std::string> GnuParallel::Active() {
  if (!IsRunning()) {
    return {};
  }
  ReadJobLog();
  Feed();
  std::set<std::string> active(waiting_.begin(), waiting_.end());
  for (const std::size_t job : running_) {
    active.insert(queue_[job - 1]);
  }
  return active;
}

bool GnuParallel::EndsWithin(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds kMoment(20);
  const auto end = Clock::now() + time;
  while (IsRunning() && Clock::now() < end) {
    std::this_thread::sleep_for(kMoment);
  }
  return process_ == 0;
}

void GnuParallel::Cancel() {
  if (!IsRunning()) {
    return;
  }
  ClosePipe();  // the end of its queue
  using std::chrono_literals::operator""ms;
  if (EndsWithin(500ms)) {
    return;
  }
  // The first signal has it start nothing more, the second passes one on to what runs.
  kill(process_, SIGTERM);
  if (!EndsWithin(200ms)) {
    kill(process_, SIGTERM);
  }
  if (!EndsWithin(15'000ms)) {
    kill(process_, SIGKILL);
    EndsWithin(1'000ms);
  }
}

std::chrono::milliseconds GnuParallel::Pause() const {
  constexpr double kShare = 20;  // milliseconds of a second
  return std::chrono::milliseconds(
      static_cast<int>(std::clamp(options_.seconds * kShare, 50.0, 1000.0)));
}

}  // namespace heddle::program
