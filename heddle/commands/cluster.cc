// SPDX-License-Identifier: BSD-3-Clause

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "checker/search/limits.h"
#include "heddle/cluster/coordinator.h"
#include "heddle/cluster/gnu_parallel.h"
#include "heddle/cluster/search_scripts.h"
#include "heddle/cluster/slurm.h"
#include "heddle/commands/commands.h"
#include "heddle/divided_search.h"
#include "heddle/merged.h"
#include "heddle/run.h"
#include "heddle/search.h"
#include "heddle/shard_folder.h"

namespace heddle::program {
namespace {

namespace fs = std::filesystem;

constexpr char kSlurm[] = "slurm";

void RequireEngineOptions(const ClusterRequest& request) {
  const bool is_slurm = request.engine == kSlurm;
  if (is_slurm && !request.hosts.empty()) {
    throw UsageError("--hosts is for ssh: Slurm knows its hosts");
  }
  if (!is_slurm && request.hosts.empty()) {
    throw UsageError("ssh needs --hosts: a file with a line for each, or : for this machine");
  }
  if (!is_slurm && !request.partition.empty()) {
    throw UsageError("--partition is for slurm, not ssh");
  }
}

// A folder of its own for each search; the same for the same, so that it goes on there.
std::string FolderOf(const ClusterRequest& request, const std::string& model) {
  std::string name = model + (request.fault.empty() ? "" : "." + request.fault);
  std::ranges::replace_if(
      name, [](char letter) { return letter == '/' || letter == ':' || letter == '='; }, '-');
  const fs::path folder = fs::path(request.folder) / name;
  std::error_code error;
  fs::create_directories(folder / kLogFolder, error);
  const fs::path canonical = error ? fs::path() : fs::canonical(folder, error);
  if (error) {
    throw UsageError(
        fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
  }
  return canonical.string();
}

// One coordinator is enough; two would submit everything twice.
class OnlyOne {
 public:
  explicit OnlyOne(const std::string& folder)
      : file_(
            open((fs::path(folder) / "coordinator").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      close(file_);
      throw UsageError(fmt::format("another heddle cluster is at work in '{}'", folder));
    }
  }
  OnlyOne(const OnlyOne&) = delete;
  OnlyOne& operator=(const OnlyOne&) = delete;
  ~OnlyOne() { close(file_); }

 private:
  int file_;
};

// The one that is there, if it is of the same search, or a new one. Empty: interrupted.
std::optional<checker::ShardPlan> PlanIn(const ShardFolder& folder, const DividedSearch& search,
                                         std::size_t shards, const RunOptions& options) {
  std::error_code none;
  if (!fs::exists(folder.PathOf(kPlanFile), none)) {
    checker::Planned planned = Divide(search, shards, options);
    if (planned.is_interrupted) {
      return std::nullopt;
    }
    WritePlan(folder.path(), planned);
    return std::move(planned.plan);
  }
  checker::ShardPlan plan = folder.Plan();
  try {
    RequireSame(plan.header.search, search.identity);
  } catch (const checker::SearchFileError& error) {
    throw UsageError(fmt::format("cannot go on in '{}': {}; expected another --dir", folder.path(),
                                 error.what()));
  }
  return plan;
}

// Hosts may have been mended since.
void ForgetRefusals(const std::string& folder) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with(kRefused)) {
      fs::remove(entry.path(), none);
    }
  }
}

void SayWhatWentWrong(const std::string& folder, const std::vector<std::string>& given_up) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kRefused)) {
      std::fputs(fmt::format("heddle: {} has another build of heddle than the search\n",
                             name.substr(std::char_traits<char>::length(kRefused)))
                     .c_str(),
                 stderr);
    }
  }
  for (const std::string& shard : given_up) {
    std::fputs(fmt::format("heddle: '{}' has ended again and again without a result; the logs in "
                           "'{}' say why\n",
                           shard, folder)
                   .c_str(),
               stderr);
  }
}

std::unique_ptr<Engine> MakeEngine(const ClusterRequest& request, const std::string& folder,
                                   const checker::ShardPlan& plan, const ShardBudget& budget) {
  if (request.engine == kSlurm) {
    return std::make_unique<Slurm>(
        Slurm::Options{.folder = folder,
                       .plan = plan.header.plan,
                       .title = "the search of " + plan.header.search.subject.name,
                       .partition = request.partition,
                       .budget = budget});
  }
  return std::make_unique<GnuParallel>(
      GnuParallel::Options{.folder = folder, .hosts = request.hosts, .seconds = budget.seconds});
}

// False: there is no plan, or shards were given up.
bool ExploreIn(const std::string& path, const ClusterRequest& request, const DividedSearch& search,
               const RunOptions& options) {
  const OnlyOne only_one(path);
  ShardFolder folder(path);
  const auto plan = PlanIn(folder, search, request.shards, options);
  if (!plan) {
    return false;
  }
  const ShardBudget budget = {.seconds = request.seconds, .bytes = options.bytes};
  WriteScript(folder.PathOf(kRunShard), RunShardScript(fs::read_symlink("/proc/self/exe"), budget));
  ForgetRefusals(path);
  const std::unique_ptr<Engine> engine = MakeEngine(request, path, *plan, budget);
  ProgressLine progress(std::string(search.subject.model->name), options);
  const std::vector<std::string> given_up = Coordinate(folder, *plan, *engine, progress);
  SayWhatWentWrong(path, given_up);
  return given_up.empty();
}

}  // namespace

ExitStatus SearchOnCluster(const ClusterRequest& request, const std::vector<std::string>& models,
                           const RunOptions& options) {
  RequireEngineOptions(request);
  std::vector<DividedSearch> searches;
  searches.reserve(models.size());
  for (const std::string& model : models) {
    searches.push_back(DividedSearchOf(model, request.fault, options, "cluster"));
  }
  Collector collector(options);
  TraceFolder traces(options.trace_folder, collector.page());
  bool is_complete = true;
  for (std::size_t i = 0; i < models.size() && checker::stop_requested == 0; ++i) {
    const std::string folder = FolderOf(request, models[i]);
    is_complete = ExploreIn(folder, request, searches[i], options) && is_complete;
    if (fs::exists(fs::path(folder) / kPlanFile)) {
      collector.Add(ReportOf(searches[i].subject, MergedIn(folder), traces, options));
    }
  }
  return collector.Finish(is_complete || checker::stop_requested != 0 ? std::nullopt
                                                                      : std::optional(kNoResult));
}

}  // namespace heddle::program
