// SPDX-License-Identifier: BSD-3-Clause

#include "checker/search/worker.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "checker/search/errors.h"
#include "checker/search/exploration.h"
#include "checker/search/forked.h"
#include "checker/search/limits.h"
#include "checker/search/part_json.h"

namespace heddle::checker {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kPart[] = "part";
constexpr char kExecutions[] = "executions";
constexpr char kError[] = "error";
constexpr char kNotDeterministic[] = "not deterministic";

// This process's ends of the sockets to its workers. A worker that kept those of another would keep
// that one from seeing the end of this process.
std::set<int>& OpenSockets() {
  static std::set<int> sockets;
  return sockets;
}

// Messages are lines. False if nobody is there to read it.
bool SendLine(int socket, const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t sent = send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR) {
      return false;
    }
    rest.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  }
  return true;
}

// Appends what is there; false at the end.
bool ReadSome(int socket, std::string& text) {
  std::array<char, 65536> bytes;
  ssize_t read = -1;
  do {
    read = recv(socket, bytes.data(), bytes.size(), 0);
  } while (read < 0 && errno == EINTR);
  if (read > 0) {
    text.append(bytes.data(), static_cast<std::size_t>(read));
  }
  return read > 0;
}

Json Answer(Exploration& exploration, const std::string& message, std::uint64_t slice,
            std::uint64_t max_bytes) {
  const nlohmann::json json = nlohmann::json::parse(message);
  const SearchFields fields(json);
  Part part = PartIn(fields.Object(kPart));
  Limits limits(fields.Number(kExecutions, 0, kAnyCount), 0, max_bytes);
  try {
    Explore(exploration, part, slice, limits);
    return Json::object({{kPart, ToJson(part)}});
  } catch (const NotDeterministic& error) {
    return {{kError, error.what()}, {kNotDeterministic, true}};
  } catch (const std::exception& error) {
    return {{kError, error.what()}, {kNotDeterministic, false}};
  }
}

void Stop(int /*signal*/) { stop_requested = 1; }

// Until the other side of the socket is closed.
void Work(int socket, Program& program, const CheckOptions& options, std::uint64_t slice) {
  Exploration exploration(program, options);
  std::string received;
  while (ReadSome(socket, received)) {
    const std::size_t end = received.find('\n');
    if (end != std::string::npos) {
      const Json answer = Answer(exploration, received.substr(0, end), slice, options.max_bytes);
      received.erase(0, end + 1);
      if (!SendLine(socket, answer.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n")) {
        return;
      }
    }
  }
}

[[noreturn]] void BeWorker(pid_t parent, int socket, Program& program, const CheckOptions& options,
                           std::uint64_t slice) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    EndForked(1);  // it ended before it could be watched
  }
  for (const int other : OpenSockets()) {
    close(other);
  }
  stop_requested = 0;
  std::signal(SIGINT, SIG_IGN);  // a terminal sends it to all; the parent says what is to be done
  std::signal(SIGTERM, Stop);
  try {
    Work(socket, program, options, slice);
  } catch (...) {
    EndForked(1);
  }
  EndForked(0);
}

std::string TextOfStatus(int status) {
  return WIFSIGNALED(status)
             ? fmt::format("signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)))
             : fmt::format("exit status {}", WEXITSTATUS(status));
}

}  // namespace

Worker::Worker(Program& program, const CheckOptions& options, std::uint64_t slice) {
  std::array<int, 2> sockets{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot start a worker");
  }
  const pid_t parent = getpid();
  process_ = fork();
  const int error = errno;
  if (process_ == 0) {
    close(sockets[0]);
    BeWorker(parent, sockets[1], program, options, slice);
  }
  close(sockets[1]);
  if (process_ < 0) {
    close(sockets[0]);
    throw std::system_error(error, std::generic_category(), "cannot start a worker");
  }
  socket_ = sockets[0];
  OpenSockets().insert(socket_);
}

Worker::~Worker() {
  if (is_alive_) {
    AskForkedToEnd(process_, socket_);
    WaitForEnd();
  }
  OpenSockets().erase(socket_);
  close(socket_);
}

void Worker::WaitForEnd() {
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  is_alive_ = false;
  end_ = TextOfStatus(status);
}

void Worker::Interrupt() const { kill(process_, SIGTERM); }

// If the worker is gone, Receive will say so.
void Worker::Send(const Part& part, std::uint64_t executions) {
  const Json message = {{kPart, ToJson(part)}, {kExecutions, executions}};
  SendLine(socket_, message.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<Part> Worker::Receive() {
  if (!ReadSome(socket_, received_)) {
    WaitForEnd();
    return std::nullopt;
  }
  if (received_.back() != '\n') {
    return std::nullopt;
  }
  const nlohmann::json json = nlohmann::json::parse(received_);
  received_.clear();
  const SearchFields fields(json);
  if (json.contains(kError)) {
    if (fields.Bool(kNotDeterministic)) {
      throw NotDeterministic(fields.Text(kError));
    }
    throw std::runtime_error(fields.Text(kError));
  }
  return PartIn(fields.Object(kPart));
}

}  // namespace heddle::checker
