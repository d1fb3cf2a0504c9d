// SPDX-License-Identifier: BSD-3-Clause
//
// The program trace_replay as its user meets it: what it prints, and its exit status.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace heddle::tests {
namespace {

namespace fs = std::filesystem;

using testing::Test;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteFile(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void WriteGzip(const fs::path& path, const std::string& text) {
  const gzFile file = gzopen(path.c_str(), "wb");
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())),
            static_cast<int>(text.size()));
  ASSERT_EQ(gzclose(file), Z_OK);
}

// `text` with the first `from` replaced, which must be there.
std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

constexpr const char* kHeader =
    R"({"v":1,"kind":"heap","name":"made","profile":"","seed":"","phys":4096,"huge":0,"k":8})"
    "\n";

class TraceReplay : public Test {
 protected:
  struct Run {
    int status;
    std::string out;
    std::string err;
  };

  TraceReplay()
      : folder_(fs::temp_directory_path() /
                ("heddle-" + std::to_string(getpid()) + "-" +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::create_directories(folder_);
  }
  ~TraceReplay() override { fs::remove_all(folder_); }

  static fs::path Golden(const std::string& name) { return fs::path(HEDDLE_TRACES) / name; }
  fs::path In(const std::string& name) const { return folder_ / name; }

  Run Replay(const std::vector<std::string>& arguments) const {
    std::string command = "'" HEDDLE_TRACE_REPLAY "'";
    for (const std::string& argument : arguments) {
      command += " '";
      command += argument;
      command += "'";
    }
    command += " >'" + In("out").string() + "' 2>'" + In("err").string() + "'";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadFile(In("out")), ReadFile(In("err"))};
  }

  // Replays a file with this text; what is printed has its name cut down to FILE.
  Run ReplayText(const std::string& text) const {
    const fs::path path = In("made.jsonl");
    WriteFile(path, text);
    Run run = Replay({path.string()});
    for (std::string* const printed : {&run.out, &run.err}) {
      if (const std::size_t at = printed->find(path.string()); at != std::string::npos) {
        printed->replace(at, path.string().size(), "FILE");
      }
    }
    return run;
  }

  void ExpectDiffers(const std::string& text, const std::string& line) const {
    const Run run = ReplayText(text);
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.out, line + "\n");
    EXPECT_EQ(run.err, "");
  }
  void ExpectUnusable(const std::string& text, const std::string& line) const {
    const Run run = ReplayText(text);
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err, "trace_replay: " + line + "\n");
  }

  fs::path folder_;
};

TEST_F(TraceReplay, SaysOkForEachTraceThatAgrees) {
  const Run run = Replay({Golden("vis-000-small.jsonl"), Golden("vis-010-bits.jsonl"),
                          Golden("vis-011-ranges.jsonl")});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.out, "ok vis-000-small\nok vis-010-bits\nok vis-011-ranges\n");
  EXPECT_EQ(run.err, "");
}

TEST_F(TraceReplay, ReadsGzippedTraces) {
  WriteGzip(In("good.gz"), ReadFile(Golden("vis-007-cache.jsonl")));
  const Run run = Replay({In("good.gz")});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.out, "ok vis-007-cache\n");
}

TEST_F(TraceReplay, ReportsTheFirstResultThatDiffers) {
  const std::string text = ReadFile(Golden("vis-006-resv.jsonl"));
  ExpectDiffers(
      Replaced(text, "[\"a\",475,0,7,0]", "[\"a\",475,0,8,0]"),
      "FILE:11: [\"a\",475,0,8,0]: address: expected chunk 0 page 8, came chunk 0 page 7");
}

TEST_F(TraceReplay, ReportsADigestThatDiffers) {
  const std::string text = ReadFile(Golden("vis-006-resv.jsonl"));
  const std::string line = "[\"D\",\"095109123b110f69\",\"be663d4072224b8c\",\"3be83959b200c123\"]";
  const std::string other = Replaced(line, "3be83959b200c123", "3be83959b200c124");
  const Run run = ReplayText(Replaced(text, line, other));
  EXPECT_EQ(run.status, 1);
  EXPECT_EQ(run.out,
            "FILE:10: " + other +
                ": digest of the summaries: expected 3be83959b200c124, came 3be83959b200c123\n");
}

TEST_F(TraceReplay, ReportsAStateThatDiffers) {
  const std::string text = ReadFile(Golden("vis-006-resv.jsonl"));
  const Run run = ReplayText(Replaced(text, "\"freeHWM\":33554431", "\"freeHWM\":\"low\""));
  EXPECT_EQ(run.status, 1);
  EXPECT_NE(run.out.find("freeHWM: expected low, came 33554431\n"), std::string::npos) << run.out;
}

TEST_F(TraceReplay, ReportsDifferencesInTracesOfEveryKind) {
  const std::string bits = ReadFile(Golden("vis-010-bits.jsonl"));
  ExpectDiffers(Replaced(bits, "[\"find\",512,448,-1,-1]", "[\"find\",512,448,7,7]"),
                "FILE:7: [\"find\",512,448,7,7]: page: expected 7, came -1");
  const std::string ranges = ReadFile(Golden("vis-031-ranges.jsonl"));
  const std::string fatal =
      "{\"v\":1,\"kind\":\"ranges\",\"name\":\"made\",\"k\":1}\n[\"sub\",10,20,12,14,10,12]\n";
  ExpectDiffers(fatal,
                "FILE:2: [\"sub\",10,20,12,14,10,12]: expected a result, came the failure: "
                "bad prune");
  ExpectDiffers(Replaced(fatal, "12,14,10,12", "10,14,\"throw\",0"),
                "FILE:2: [\"sub\",10,20,10,14,\"throw\",0]: expected a failure, came [14, 20)");
}

TEST_F(TraceReplay, ReportsAFailureOfTheAllocatorAsADifference) {
  ExpectDiffers(std::string(kHeader) + "[\"g\",0,1]\n[\"f\",0,3,2,0]\n",
                "FILE:3: [\"f\",0,3,2,0]: expected a result, came the failure: 2 pages at "
                "0x400006000 are freed twice: 0 of the 2 in chunk 33558528 are in use");
  ExpectDiffers(std::string(kHeader) + "[\"f\",5,0,1,0]\n",
                "FILE:2: [\"f\",5,0,1,0]: expected a result, came the failure: 1 pages at "
                "0x401400000 are freed twice: 0 of the 1 in chunk 33558533, which was never "
                "grown, are in use");
}

TEST_F(TraceReplay, GoesOnAfterAFileThatDiffers) {
  WriteFile(In("bad.jsonl"),
            Replaced(ReadFile(Golden("vis-006-resv.jsonl")), "[\"G\",1]", "[\"G\",2]"));
  const Run run = Replay({In("bad.jsonl"), Golden("vis-000-small.jsonl")});
  EXPECT_EQ(run.status, 1);
  EXPECT_EQ(run.out, In("bad.jsonl").string() +
                         ":3: [\"G\",2]: generation: expected 2, came 1\nok vis-000-small\n");
}

TEST_F(TraceReplay, NamesAMissingFile) {
  const Run run = Replay({Golden("vis-000-small.jsonl"), In("none.jsonl")});
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.out, "ok vis-000-small\n");
  EXPECT_EQ(run.err, "trace_replay: " + In("none.jsonl").string() +
                         ": cannot be opened: No such file or directory\n");
}

TEST_F(TraceReplay, NamesAFolder) {
  const Run run = Replay({folder_});
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.err,
            "trace_replay: " + folder_.string() + ": expected a file, found a directory\n");
}

TEST_F(TraceReplay, NamesATruncatedGzipFile) {
  WriteGzip(In("whole.gz"), ReadFile(Golden("vis-000-small.jsonl")));
  const std::string whole = ReadFile(In("whole.gz"));
  for (const std::size_t kept : {std::size_t{5}, whole.size() / 2, whole.size() - 1}) {
    WriteFile(In("cut.gz"), whole.substr(0, kept));
    const Run run = Replay({In("cut.gz")});
    EXPECT_EQ(run.status, 2) << kept;
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err.rfind("trace_replay: " + In("cut.gz").string() +
                                ": the gzipped data is truncated: expected more",
                            0),
              0U)
        << run.err;
  }
}

TEST_F(TraceReplay, NamesADamagedGzipFile) {
  WriteGzip(In("bad.gz"), ReadFile(Golden("vis-000-small.jsonl")));
  std::string bytes = ReadFile(In("bad.gz"));
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 0x55);  // the checksum
  WriteFile(In("bad.gz"), bytes);
  const Run run = Replay({In("bad.gz")});
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.err.rfind("trace_replay: " + In("bad.gz").string() + ": cannot be read: ", 0), 0U)
      << run.err;
}

TEST_F(TraceReplay, NamesTheMalformedLine) {
  const std::string header = kHeader;
  ExpectUnusable("", "FILE:1: expected a trace, found an empty file");
  ExpectUnusable("{\"v\":1}\n", "FILE:1: expected a member \"kind\" in {\"v\":1}");
  ExpectUnusable(Replaced(header, "\"v\":1", "\"v\":2"),
                 "FILE:1: expected a trace of version 1, found version 2");
  ExpectUnusable(Replaced(header, "heap", "pile"),
                 "FILE:1: expected kind heap, ranges or bits, found \"pile\"");
  ExpectUnusable(Replaced(header, "4096", "5000"),
                 "FILE:1: bad system page size 5000: expected a power of two from 4096 to 524288");
  ExpectUnusable(header + "[\"g\",0,1]\n[\"a\",1,0,\n",
                 "FILE:3: expected JSON, found the end of the line at character 10");
  ExpectUnusable(header + "[\"g\",0,1]\n\n",
                 "FILE:3: expected JSON, found the end of the line at character 1");
  ExpectUnusable(header + "{}\n", "FILE:2: expected an array, found {}");
  ExpectUnusable(header + "[\"g\",0]\n", "FILE:2: expected 2 values after \"g\", found 1");
  ExpectUnusable(header + "[\"g\",\"0\",1]\n",
                 "FILE:2: value 1: expected a whole number from 0 on, found \"0\"");
  ExpectUnusable(header + "[\"g\",0,0]\n",
                 "FILE:2: value 2: expected a number from 1 to 33550335, found 0");
  ExpectUnusable(header + "[\"g\",0.5,1]\n",
                 "FILE:2: expected whole numbers of at most 64 bits, found 0.5");
  ExpectUnusable(header + "[\"g\",1e999,1]\n",
                 "FILE:2: expected whole numbers of at most 64 bits, found [\"g\",1e999,1]");
  ExpectUnusable(header + "[\"ca\",3,1,0,0,0]\n",
                 "FILE:2: value 1: expected a slot in use, found 3");
  ExpectUnusable(header + "[\"D\",\"0\",\"0\",\"0\"]\n",
                 "FILE:2: value 2: expected 16 hexadecimal digits in a text, found \"0\"");
}

TEST_F(TraceReplay, NamesAnUnknownOperation) {
  ExpectUnusable(std::string(kHeader) + "[\"g\",0,1]\n[\"find\",1,0,0,0]\n",
                 "FILE:3: unknown operation \"find\": expected one of kind heap: g i a f s G r o "
                 "u c ca cf D ST");
}

TEST_F(TraceReplay, WantsTheDigestsThatTheHeaderPromises) {
  const std::string header = Replaced(kHeader, "\"k\":8", "\"k\":1");
  ExpectUnusable(header + "[\"g\",0,1]\n[\"g\",1,1]\n",
                 "FILE:3: expected a digest, because \"k\" is 1, found \"g\"");
  ExpectUnusable(header + "[\"g\",0,1]\n",
                 "FILE:3: expected a digest at the end, found the end of the file");
}

TEST_F(TraceReplay, TellsHowToUseIt) {
  const Run help = Replay({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_EQ(help.out.rfind("usage: trace_replay FILE...\n", 0), 0U) << help.out;
  const Run none = Replay({});
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.err, "trace_replay: no trace given: expected trace_replay FILE..., or --help\n");
  const Run option = Replay({"--fast"});
  EXPECT_EQ(option.status, 2);
  EXPECT_EQ(option.err, "trace_replay: unknown option '--fast': expected file names or --help\n");
}

}  // namespace
}  // namespace heddle::tests
