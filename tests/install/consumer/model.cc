// SPDX-License-Identifier: BSD-3-Clause
//
// A model of a structure of one's own: a flag that hands a value from one thread to another. With
// release and acquire no execution goes wrong; without them one does, and is shown.

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "checker/program.h"
#include "checker/relacy/relacy_sync.h"
#include "checker/report/interleaving.h"
#include "checker/search/check.h"
#include "core/sync/failure.h"

using heddle::checker::RelacySync;
using heddle::core::MemoryOrder;

// Templated on the policy, so that the same code runs on std::mutex and std::atomic.
template <class Sync>
struct Mailbox {
  typename Sync::template Shared<int> letter{0};
  typename Sync::template Atomic<std::uint64_t> flag{0};

  void Send(int value, MemoryOrder order) {
    letter.Set(value);
    flag.store(1, order);
  }
  std::optional<int> Receive(MemoryOrder order) {
    return flag.load(order) == 1 ? std::optional(letter.Get()) : std::nullopt;
  }
};

class HandOver final : public heddle::checker::Program {
 public:
  HandOver(MemoryOrder send, MemoryOrder receive) : send_(send), receive_(receive) {}

  int ThreadCount() const override { return 2; }
  void Setup() override { mailbox_.emplace(); }
  void Thread(int index) override {
    if (index == 0) {
      mailbox_->Send(7, send_);
    } else if (mailbox_->Receive(receive_).value_or(7) != 7) {
      heddle::core::Fatal("another letter arrived than was sent");
    }
  }
  void Finish() override { mailbox_.reset(); }
  void Abandon() override { new (&mailbox_) std::optional<Mailbox<RelacySync>>(); }
  std::string Describe(const void* object) const override {
    return object == &mailbox_->flag ? "flag" : "letter";
  }

 private:
  MemoryOrder send_;
  MemoryOrder receive_;
  std::optional<Mailbox<RelacySync>> mailbox_;
};

int main() {
  HandOver right(MemoryOrder::kRelease, MemoryOrder::kAcquire);
  const auto passed = heddle::checker::Check(right, {});
  std::printf("%s after %llu executions\n", passed.exhausted ? "exhausted" : "not exhausted",
              static_cast<unsigned long long>(passed.executions));

  HandOver wrong(MemoryOrder::kRelaxed, MemoryOrder::kAcquire);
  const auto failed = heddle::checker::Check(wrong, {});
  for (const auto& violation : failed.violations) {
    std::puts(heddle::checker::FormatInterleaving(violation).c_str());
  }
  const bool as_expected = passed.exhausted && passed.violations.empty() &&
                           failed.verdict() == heddle::checker::Verdict::kRace;
  return as_expected ? 0 : 1;
}
