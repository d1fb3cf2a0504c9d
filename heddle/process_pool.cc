// SPDX-License-Identifier: BSD-3-Clause

#include "heddle/process_pool.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>
#include <vector>

#include "checker/search/forked.h"
#include "checker/search/limits.h"

namespace heddle::program {
namespace {

constexpr int kMillisecondsBetweenLooks = 200;

// In memory that the processes share. Relaxed: each hands out numbers, and nothing else is read
// that another process has written.
struct Counters {
  std::atomic<std::size_t> next{0};
};

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

void Stop(int /*signal*/) { checker::stop_requested = 1; }

// Answers are lines: the number of the piece, and what came of it.
void Work(Counters& counters, int answers, const PiecesOfWork& pieces) {
  while (checker::stop_requested == 0) {
    const std::size_t piece = counters.next.fetch_add(1, std::memory_order_relaxed);
    if (piece >= pieces.count ||
        !WriteAll(answers, std::to_string(piece) + " " + pieces.work(piece) + "\n")) {
      return;
    }
  }
}

[[noreturn]] void BeWorker(pid_t parent, Counters& counters, int answers,
                           const PiecesOfWork& pieces) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    checker::EndForked(1);  // it ended before it could be watched
  }
  std::signal(SIGINT, SIG_IGN);  // a terminal sends it to all; the parent says what is to be done
  std::signal(SIGTERM, Stop);
  try {
    Work(counters, answers, pieces);
  } catch (...) {
    checker::EndForked(1);
  }
  checker::EndForked(0);
}

class Worker {
 public:
  Worker(Counters& counters, const PiecesOfWork& pieces) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot start a process");
    }
    const pid_t parent = getpid();
    process_ = fork();
    const int error = errno;
    if (process_ == 0) {
      close(ends[0]);
      BeWorker(parent, counters, ends[1], pieces);
    }
    close(ends[1]);
    answers_ = ends[0];
    if (process_ < 0) {
      close(answers_);
      throw std::system_error(error, std::generic_category(), "cannot start a process");
    }
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    if (!has_ended_) {
      kill(process_, SIGKILL);
      Wait();
    }
    close(answers_);
  }

  int descriptor() const { return answers_; }
  bool has_ended() const { return has_ended_; }
  void Interrupt() const { kill(process_, SIGTERM); }

  // When there is something to read: whole lines, or none at the end.
  std::vector<std::string> Receive() {
    std::array<char, 65536> bytes;
    const ssize_t size = read(answers_, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) {
      return {};
    }
    if (size <= 0) {
      Wait();
      return {};
    }
    received_.append(bytes.data(), static_cast<std::size_t>(size));
    std::vector<std::string> lines;
    for (std::size_t end = 0; (end = received_.find('\n')) != std::string::npos;) {
      lines.push_back(received_.substr(0, end));
      received_.erase(0, end + 1);
    }
    return lines;
  }

 private:
  void Wait() {
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    has_ended_ = true;
  }

  pid_t process_ = -1;
  int answers_ = -1;
  bool has_ended_ = false;
  std::string received_;
};

// Shared memory, as long as it lives.
class SharedCounters {
 public:
  SharedCounters()
      : memory_(mmap(nullptr, sizeof(Counters), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                     -1, 0)) {
    if (memory_ == MAP_FAILED) {
      throw std::system_error(errno, std::generic_category(), "cannot share memory");
    }
    counters_ = new (memory_) Counters;
  }
  SharedCounters(const SharedCounters&) = delete;
  SharedCounters& operator=(const SharedCounters&) = delete;
  ~SharedCounters() { munmap(memory_, sizeof(Counters)); }

  Counters& operator*() const { return *counters_; }

 private:
  void* memory_;
  Counters* counters_ = nullptr;
};

// What has come from any of them within a while.
std::vector<std::string> Answers(const std::vector<std::unique_ptr<Worker>>& workers) {
  std::vector<pollfd> polled;
  polled.reserve(workers.size());
  for (const auto& worker : workers) {
    polled.push_back({.fd = worker->descriptor(), .events = POLLIN, .revents = 0});
  }
  std::vector<std::string> answers;
  if (poll(polled.data(), polled.size(), kMillisecondsBetweenLooks) > 0) {
    for (std::size_t i = 0; i < polled.size(); ++i) {
      if (polled[i].revents != 0) {
        const std::vector<std::string> lines = workers[i]->Receive();
        answers.insert(answers.end(), lines.begin(), lines.end());
      }
    }
  }
  return answers;
}

}  // namespace

void DoInProcesses(int jobs, const PiecesOfWork& pieces) {
  if (jobs <= 1 || pieces.count <= 1) {
    for (std::size_t piece = 0; piece < pieces.count && checker::stop_requested == 0; ++piece) {
      pieces.receive(piece, pieces.work(piece));
    }
    return;
  }
  std::fflush(stdout);  // or each copy would have what is not printed yet
  const SharedCounters counters;
  std::vector<std::unique_ptr<Worker>> workers;
  const std::size_t wanted = std::min(static_cast<std::size_t>(jobs), pieces.count);
  std::vector<bool> is_received(pieces.count);
  bool interrupted = false;
  const auto has_more_to_do = [&] {
    return !interrupted && (*counters).next.load(std::memory_order_relaxed) < pieces.count;
  };
  while (has_more_to_do() || !workers.empty()) {
    // One that has crashed is replaced, as long as there is something to do.
    while (workers.size() < wanted && has_more_to_do()) {
      workers.push_back(std::make_unique<Worker>(*counters, pieces));
    }
    for (const std::string& answer : Answers(workers)) {
      const std::size_t space = answer.find(' ');
      const std::size_t piece = std::stoull(answer.substr(0, space));
      is_received[piece] = true;
      pieces.receive(piece, answer.substr(space + 1));
    }
    if (checker::stop_requested != 0 && !interrupted) {
      interrupted = true;
      for (const auto& worker : workers) {
        worker->Interrupt();
      }
    }
    std::erase_if(workers, [](const auto& worker) { return worker->has_ended(); });
  }
  for (std::size_t piece = 0; piece < pieces.count && !interrupted; ++piece) {
    if (!is_received[piece]) {
      pieces.receive(piece, std::nullopt);
    }
  }
}

}  // namespace heddle::program
