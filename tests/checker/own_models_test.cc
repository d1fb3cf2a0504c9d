// SPDX-License-Identifier: BSD-3-Clause
//
// Models of one's own: as a test would explore them, and as a program whose main function does.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "checker/model/command_line.h"
#include "checker/model/model.h"
#include "checker/model/run_models.h"
#include "checker/process/signals.h"
#include "checker/relacy/relacy_sync.h"
#include "checker/report/summary.h"
#include "checker/search/errors.h"
#include "checker/search/limits.h"
#include "core/sync/failure.h"

namespace heddle::checker {
namespace {

namespace fs = std::filesystem;
using core::MemoryOrder;

// A letter and a flag that says that it is there.
template <MemoryOrder kSend>
struct HandOver {
  static constexpr std::string_view kName =
      kSend == MemoryOrder::kRelease ? "hand-over" : "hand-over-relaxed";
  static constexpr int kThreads = 2;

  RelacySync::Shared<int> letter{0};
  RelacySync::Atomic<std::uint64_t> flag{0};
  int received = 0;

  void Thread(int index) {
    if (index == 0) {
      letter.Set(7);
      flag.store(1, kSend);
    } else if (flag.load(MemoryOrder::kAcquire) == 1) {
      received = letter.Get();
    }
  }
  void Finish() const {
    if (received != 0 && received != 7) {
      core::Fatal("another letter arrived than was sent");
    }
  }
  std::string Describe(const void* object) const {
    return object == &flag ? "flag" : object == &letter ? "letter" : "";
  }
};
using Released = HandOver<MemoryOrder::kRelease>;
using Relaxed = HandOver<MemoryOrder::kRelaxed>;

// Goes wrong when nobody else runs any more.
struct LosesCount {
  static constexpr std::string_view kName = "loses count";
  static constexpr int kThreads = 2;

  RelacySync::Atomic<std::uint64_t> count{0};

  void Thread(int /*index*/) {
    count.store(count.load(MemoryOrder::kRelaxed) + 1, MemoryOrder::kRelaxed);
  }
  void Finish() {
    if (count.load(MemoryOrder::kRelaxed) != 2) {
      core::Fatal("one of two was not counted");
    }
  }
  static std::string Describe(const void* /*object*/) { return "count"; }
};

struct AlwaysFails {
  static constexpr std::string_view kName = "always-fails";
  static constexpr int kThreads = 1;

  void Thread(int /*index*/) { core::Fatal("it fails"); }
  void Finish() const {}
  static std::string Describe(const void* /*object*/) { return {}; }
};

int executions_of_forgetful = 0;
struct Forgetful {
  static constexpr std::string_view kName = "forgetful";
  static constexpr int kThreads = 2;

  RelacySync::Atomic<std::uint64_t> count{0};

  void Thread(int /*index*/) {
    for (int i = executions_of_forgetful++ % 3; i >= 0; --i) {
      count.store(1, MemoryOrder::kRelaxed);
    }
  }
  void Finish() const {}
  static std::string Describe(const void* /*object*/) { return "count"; }
};

// Somebody presses Ctrl-C while it is explored.
struct Interrupted : Released {
  static constexpr std::string_view kName = "interrupted";

  void Thread(int index) {
    std::raise(SIGINT);
    Released::Thread(index);
  }
};

struct NoFinish {
  static constexpr std::string_view kName = "no-finish";
  static constexpr int kThreads = 1;
  void Thread(int /*index*/) {}
  static std::string Describe(const void* /*object*/) { return {}; }
};
struct TooManyThreads : Released {
  static constexpr int kThreads = kMaxThreads + 1;
};
static_assert(Model<Released> && Model<LosesCount>);
static_assert(!Model<NoFinish> && !Model<TooManyThreads>);

TEST(CheckModel, ExhaustsWhatIsRight) {
  const CheckResult result = CheckModel<Released>();
  EXPECT_TRUE(result.Passes()) << Text(result);
  EXPECT_EQ(result.executions, 2U);
}

TEST(CheckModel, ShowsWhatIsWrong) {
  const CheckResult result = CheckModel<Relaxed>();
  EXPECT_FALSE(result.Passes());
  EXPECT_EQ(result.verdict(), Verdict::kRace);
  const std::string text = Text(result);
  EXPECT_NE(text.find("store flag := 1 (relaxed)"), std::string::npos) << text;
  EXPECT_NE(text.find("race: "), std::string::npos) << text;
  EXPECT_NE(text.find("\nrace, with 0 preemptions, "), std::string::npos) << text;
}

TEST(CheckModel, SeesWhatFinishSees) {
  const CheckResult result = CheckModel<LosesCount>();
  EXPECT_EQ(result.verdict(), Verdict::kAssertion);
}

TEST(CheckModel, DoesNotPassWhatALimitStopped) {
  const CheckResult result = CheckModel<Released>({.max_executions = 1});
  EXPECT_TRUE(result.violations.empty());
  EXPECT_FALSE(result.Passes());
  EXPECT_EQ(Extent(result), "stopped at a limit");
}

TEST(CheckModel, RefusesWhatIsNotDeterministic) {
  EXPECT_THROW(CheckModel<Forgetful>(), NotDeterministic);
}

// Runs the main function in a folder of its own.
class RunModelsTest : public testing::Test {
 protected:
  RunModelsTest() : before_(fs::current_path()) {
    std::string name = (fs::temp_directory_path() / "heddle-models-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    fs::current_path(folder_);
  }
  ~RunModelsTest() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  // The status; `out_` and `err_` are then what it has printed.
  template <Model... M>
  int Run(std::vector<const char*> arguments, const char* program = "./models") {
    arguments.insert(arguments.begin(), program);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = RunModels<M...>(static_cast<int>(arguments.size()), arguments.data());
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return status;
  }
  bool Says(std::string_view part) const { return out_.find(part) != std::string::npos; }

  std::string out_;
  std::string err_;

 private:
  fs::path before_;
  fs::path folder_;
};

TEST_F(RunModelsTest, ChecksAllModelsIfNoneIsNamed) {
  EXPECT_EQ((Run<Released, Relaxed, LosesCount>({})), 1);
  EXPECT_TRUE(Says("hand-over: pass, exhausted, 2 executions, 0 blocked, "));
  EXPECT_TRUE(Says("hand-over-relaxed: race, with 0 preemptions, "));
  EXPECT_TRUE(Says("\nloses count: assertion, with "));
  EXPECT_EQ(err_, "./models replay heddle-traces/hand-over-relaxed.race.json\n");
}

TEST_F(RunModelsTest, ChecksTheOnesThatAreNamed) {
  EXPECT_EQ((Run<Released, Relaxed>({"check", "hand-over"})), 0);
  EXPECT_FALSE(Says("hand-over-relaxed"));
  EXPECT_FALSE(fs::exists("heddle-traces"));
}

TEST_F(RunModelsTest, ListsModels) {
  EXPECT_EQ((Run<Released, LosesCount>({"list"})), 0);
  EXPECT_EQ(out_, "hand-over\nloses count\n");
}

TEST_F(RunModelsTest, SaysWhatThereIs) {
  EXPECT_EQ(Run<Released>({"check", "--help"}), 0);
  EXPECT_EQ(out_, ModelUsage("./models"));
}

TEST_F(RunModelsTest, HasAViolationOnceMore) {
  ASSERT_EQ(Run<Relaxed>({}), 1);
  const std::string trace = "heddle-traces/hand-over-relaxed.race.json";
  EXPECT_TRUE(Says("trace: " + trace + "\nagain: ./models replay " + trace + "\n"));
  EXPECT_EQ((Run<Released, Relaxed>({"replay", trace.c_str()})), 0);
  EXPECT_TRUE(Says("store flag := 1 (relaxed)"));
  EXPECT_TRUE(Says(trace + ": reproduced: race with 0 preemptions, "));
}

TEST_F(RunModelsTest, PrintsCommandsAsAShellReadsThem) {
  ASSERT_EQ(Run<Relaxed>({"--trace-dir=-it's"}, "my models/it"), 1);
  const std::string again = "'my models/it' replay './-it'\\''s/hand-over-relaxed.race.json'\n";
  EXPECT_TRUE(Says("trace: -it's/hand-over-relaxed.race.json\nagain: " + again)) << out_;
  EXPECT_EQ(err_, again);
  EXPECT_EQ(Run<Relaxed>({"replay", "./-it's/hand-over-relaxed.race.json"}), 0);
  EXPECT_EQ(err_, "");
}

TEST_F(RunModelsTest, EndsWithACommand) {
  EXPECT_EQ(Run<Released>({"check", "hand-over", "--executions=1"}), 3);
  EXPECT_EQ(err_, "./models check hand-over --executions=1\n");

  ASSERT_EQ(Run<Relaxed>({}), 1);
  const std::string kept = "heddle-traces/hand-over-relaxed.race.json";
  std::ifstream file(kept);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string verdict = R"("verdict": "race")";
  ASSERT_NE(text.find(verdict), std::string::npos);
  text.replace(text.find(verdict), verdict.size(), R"("verdict": "deadlock")");
  std::ofstream("other.json") << text;
  EXPECT_EQ(Run<Relaxed>({"replay", "other.json"}), 1) << out_;
  EXPECT_EQ(err_, "./models replay other.json\n");
}

TEST_F(RunModelsTest, SaysWhatWasReachedWhenItIsInterrupted) {
  EXPECT_EQ((Run<Interrupted, Released>({})), 3);
  stop_requested = 0;
  EXPECT_TRUE(Says("interrupted: pass, interrupted, 1 execution, ")) << out_;
  EXPECT_TRUE(Says("hand-over: not explored, interrupted\n")) << out_;
  EXPECT_EQ(err_, "./models\n");
  EXPECT_EQ(Run<Interrupted>({"--strategy=random", "--executions=10"}), 3) << "no whole sample";
  stop_requested = 0;
}

TEST_F(RunModelsTest, EndsAtOnceIfItIsInterruptedAgain) {
  const auto interrupt_twice = [] {
    StopSearchesOnSignals();
    std::raise(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
    std::raise(SIGINT);
    std::exit(0);
  };
  EXPECT_EXIT(interrupt_twice(), testing::KilledBySignal(SIGINT), "");
}

TEST_F(RunModelsTest, HasNoResultsThatCannotBeWritten) {
  const auto list = [] {
    const char* const arguments[] = {"./models", "list"};
    std::exit(RunModels<Released>(2, arguments));
  };
  const auto list_to_full = [&list](int buffering) {
    dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
    std::setvbuf(stdout, nullptr, buffering, BUFSIZ);
    list();
  };
  const testing::ExitedWithCode is_wrong_usage(2);
  EXPECT_EXIT(list_to_full(_IOFBF), is_wrong_usage,
              "^./models: cannot write to standard output\n$");
  EXPECT_EXIT(list_to_full(_IONBF), is_wrong_usage, "^./models: .*No space left on device\n$");
  const auto list_to_none = [&list] {
    close(STDOUT_FILENO);
    list();
  };
  EXPECT_EXIT(list_to_none(), is_wrong_usage, "^./models: cannot write to standard output\n$");
}

TEST_F(RunModelsTest, OutlivesALimitOfTheSizeOfFiles) {
  const auto check = [] {
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    rlimit usual = {};
    getrlimit(RLIMIT_FSIZE, &usual);
    const rlimit small = {512, usual.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const char* const arguments[] = {"./models"};
    const int status = RunModels<Relaxed>(1, arguments);
    setrlimit(RLIMIT_FSIZE, &usual);  // what else is written, such as counts of coverage
    std::exit(status);
  };
  EXPECT_EXIT(check(), testing::ExitedWithCode(1),
              "^./models: no trace is kept: cannot write '.*': File too large\n./models\n$");
  EXPECT_TRUE(fs::is_empty("heddle-traces")) << "nothing half-written";
}

TEST_F(RunModelsTest, LeavesNothingBehindOfATraceThatCannotBeKept) {
  fs::create_directories("heddle-traces/hand-over-relaxed.race.json/taken");
  EXPECT_EQ(Run<Relaxed>({}), 1);
  EXPECT_NE(err_.find("no trace is kept: cannot write "), std::string::npos) << err_;
  EXPECT_EQ(std::distance(fs::directory_iterator("heddle-traces"), fs::directory_iterator()), 1);
}

TEST_F(RunModelsTest, NamesTraceFilesByWhatAFileNameTakes) {
  ASSERT_EQ(Run<LosesCount>({"--trace-dir", "a/b"}), 1);
  EXPECT_TRUE(fs::exists("a/b/loses-count.assertion.json"));
}

TEST_F(RunModelsTest, ShowsAViolationWhoseTraceCannotBeKept) {
  std::ofstream("taken") << "a file";
  EXPECT_EQ(Run<Relaxed>({"--trace-dir", "taken"}), 1);
  EXPECT_TRUE(Says("store flag := 1 (relaxed)"));
  EXPECT_FALSE(Says("again: "));
  EXPECT_NE(err_.find("./models: no trace is kept: cannot write 'taken"), std::string::npos)
      << err_;
}

TEST_F(RunModelsTest, RefusesATraceThatItCannotFollow) {
  ASSERT_EQ(Run<Relaxed>({}), 1);
  const std::string trace = "heddle-traces/hand-over-relaxed.race.json";
  EXPECT_EQ(Run<Released>({"replay", trace.c_str()}), 2);
  EXPECT_EQ(err_, "./models: unknown model 'hand-over-relaxed'; ./models list has them\n");

  std::ifstream file(trace);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::size_t build = text.find(R"("build": ")");
  ASSERT_NE(build, std::string::npos);
  text.replace(build + 10, 1, text[build + 10] == '0' ? "1" : "0");
  std::ofstream("other.json") << text;
  EXPECT_EQ(Run<Relaxed>({"replay", "other.json"}), 2);
  EXPECT_NE(err_.find("expected a trace of this build"), std::string::npos) << err_;

  std::ofstream("broken.json") << text.substr(0, text.size() / 2);
  EXPECT_EQ(Run<Relaxed>({"replay", "broken.json"}), 2);
  EXPECT_NE(err_.find("./models: cannot replay 'broken.json': "), std::string::npos) << err_;
  EXPECT_EQ(Run<Relaxed>({"replay", "none.json"}), 2);
  EXPECT_NE(err_.find("cannot read 'none.json': No such file"), std::string::npos) << err_;
  EXPECT_EQ(Run<Relaxed>({"replay", "."}), 2);
  EXPECT_EQ(err_, "./models: cannot read '.': Is a directory\n");
  EXPECT_EQ(Run<Relaxed>({"replay", "/proc/self/mem"}), 2);
  EXPECT_EQ(err_, "./models: cannot read '/proc/self/mem': Input/output error\n");
}

TEST_F(RunModelsTest, SaysThatALimitCameFirst) {
  EXPECT_EQ(Run<Released>({"--executions", "1"}), 3);
  EXPECT_TRUE(Says("hand-over: pass, stopped at a limit, 1 execution, "));
  EXPECT_EQ((Run<AlwaysFails, Released>({"--executions", "1"})), 1) << "a violation is worse";
  EXPECT_EQ((Run<Released, AlwaysFails>({"--executions", "1"})), 1);
}

TEST_F(RunModelsTest, TakesStrategies) {
  EXPECT_EQ(Run<Released>({"--strategy", "bounded:1"}), 0);
  EXPECT_TRUE(Says("bounded: 1 preemption, "));
  EXPECT_EQ(Run<Released>({"check", "--strategy=bounded:1", "hand-over"}), 0);
  EXPECT_TRUE(Says("bounded: 1 preemption, "));
  EXPECT_EQ(Run<Released>({"--strategy", "random", "--seed", "5", "--executions", "10"}), 0);
  EXPECT_TRUE(Says("seed 5\n"));
  EXPECT_TRUE(Says("pass, random sample, 10 executions, "));
}

// A trace says how it was found: by a sample of this seed, by a search that goes back one store.
TEST_F(RunModelsTest, HasAViolationOnceMoreByWhateverStrategy) {
  const std::string trace = "heddle-traces/hand-over-relaxed.race.json";
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"--strategy=random", R"("seed": 7)"}, {"--strategy=relacy-full", R"("history_depth": 1)"}};
  for (const auto& [strategy, said] : cases) {
    ASSERT_EQ(Run<Relaxed>({strategy, "--seed=7"}), 1) << strategy;
    std::ifstream file(trace);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    EXPECT_NE(text.find(said), std::string::npos) << text;
    EXPECT_EQ(Run<Relaxed>({"replay", trace.c_str()}), 0) << strategy;
  }
}

TEST_F(RunModelsTest, SaysWhereATraceCannotBeFollowed) {
  ASSERT_EQ(Run<Relaxed>({}), 1);
  std::ifstream file("heddle-traces/hand-over-relaxed.race.json");
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string name = R"("schedule": ")";
  ASSERT_NE(text.find(name), std::string::npos);
  const std::size_t begin = text.find(name) + name.size();
  text.replace(begin, text.find('"', begin) - begin, "a*2.h");  // thread 7 is not there
  std::ofstream("other.json") << text;
  EXPECT_EQ(Run<Relaxed>({"replay", "other.json"}), 1);
  EXPECT_TRUE(Says("other.json: diverged: the schedule cannot be followed at step 3: ")) << out_;
}

TEST_F(RunModelsTest, HasNoResultForWhatIsNotDeterministic) {
  EXPECT_EQ(Run<Forgetful>({}), 4);
  EXPECT_NE(err_.find("nothing can be said about forgetful: "), std::string::npos) << err_;
  EXPECT_EQ(Run<Forgetful>({"--trace-dir", "it's here"}), 4);
  EXPECT_TRUE(err_.ends_with("\n./models --trace-dir 'it'\\''s here'\n")) << err_;
}

TEST_F(RunModelsTest, RefusesWhatItDoesNotUnderstand) {
  const std::vector<std::pair<std::vector<const char*>, std::string>> cases = {
      {{"nothing"}, "unknown command 'nothing'; expected check, list or replay"},
      {{"chekc"}, "unknown command 'chekc'; did you mean check?"},
      {{"hand-over"}, "unknown command 'hand-over'; did you mean check hand-over?"},
      {{"hand-ove"}, "unknown command 'hand-ove'; did you mean check hand-over?"},
      {{"check", "hand-ove"}, "unknown model 'hand-ove'; did you mean hand-over?"},
      {{"--stratgy", "dfs"}, "unknown option '--stratgy'; did you mean --strategy?"},
      {{"-x"}, "unknown option '-x'; --help has those that there are"},
      {{"check", "other"}, "unknown model 'other'; ./models list has them"},
      {{"--depth", "1"}, "unknown option '--depth'; --help has those that there are"},
      {{"--executions"}, "expected a value after --executions"},
      {{"--executions", "many"}, "--executions: expected a whole number, found 'many'"},
      {{"--executions", "0"}, "--executions: expected at least 1, found '0'"},
      {{"--executions="}, "--executions: expected a whole number, found ''"},
      {{"--time", "nan"}, "--time: expected a time such as 30s or 2m, found 'nan'"},
      {{"--time", "inf"}, "--time: expected a time such as 30s or 2m, found 'inf'"},
      {{"--time", "1e400"}, "--time: expected a time such as 30s or 2m, found '1e400'"},
      {{"--time", "5x"}, "--time: expected a time such as 30s or 2m, found '5x'"},
      {{"--time", "0"}, "--time: expected a time such as 30s or 2m, found '0'"},
      {{"list", "hand-over"}, "expected nothing after list"},
      {{"list", "--seed", "1"}, "unexpected option '--seed': options are for check"},
      {{"replay", "--seed=1"}, "unexpected option '--seed': options are for check"},
      {{"replay"}, "expected one trace file after replay"},
  };
  for (const auto& [arguments, complaint] : cases) {
    EXPECT_EQ(Run<Released>(arguments), 2) << complaint;
    EXPECT_EQ(err_, "./models: " + complaint + "\n");
    EXPECT_EQ(out_, "");
  }
  EXPECT_EQ(Run<Released>({"--strategy", "best"}), 2);
  EXPECT_EQ(err_.find("./models: unknown strategy 'best'; expected one of dpor, sleep, "), 0U)
      << err_;
}

TEST(ModelCommandLine, TakesTimesInSeconds) {
  const auto seconds_of = [](const char* text) {
    const char* const arguments[] = {"--time", text};
    return ParseModelCommand(arguments).check.max_seconds;
  };
  EXPECT_EQ(seconds_of("30"), 30);
  EXPECT_EQ(seconds_of("0.5s"), 0.5);
  EXPECT_EQ(seconds_of("2m"), 120);
  EXPECT_EQ(seconds_of("1h"), 3600);
}

TEST(ModelCommandLine, AsksForHelp) {
  for (const char* const help : {"--help", "-h"}) {
    const char* const arguments[] = {"check", help};
    EXPECT_EQ(ParseModelCommand(arguments).kind, ModelCommand::Kind::kHelp) << help;
  }
}

TEST(ModelCommandLine, HelpSaysWhatThereIs) {
  const std::string usage = ModelUsage("./models");
  for (const char* part : {"./models replay TRACE", "--strategy S", "bounded:N", "--executions N",
                           "--time T", "--seed N", "--trace-dir DIR"}) {
    EXPECT_NE(usage.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace heddle::checker
