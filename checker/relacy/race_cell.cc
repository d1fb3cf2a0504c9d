// SPDX-License-Identifier: BSD-3-Clause

#include <cstdlib>

#include "checker/relacy/execution_state.h"
#include "checker/relacy/primitives.h"
#include "checker/relacy/recording.h"
#include "checker/relacy/relacy.h"

namespace heddle::checker {

RaceCell::RaceCell(ValueKind kind) : is_initialized_(true), kind_(kind) {
  rl::context& context = rl::ctx();
  rl::var_data* const data = context.var_ctor();
  data->init(*context.threadx_);
  data_ = data;
}

RaceCell::RaceCell(Uninitialized /*nothing*/)
    : data_(rl::ctx().var_ctor()), is_initialized_(false) {}

RaceCell::~RaceCell() { rl::ctx().var_dtor(static_cast<rl::var_data*>(data_)); }

void RaceCell::Record(EventKind what, std::uint64_t value, const Location& where) const {
  if (execution_state.recorder != nullptr) {
    Event event;
    event.kind = what;
    event.object = this;
    event.value_is_address = kind_ == ValueKind::kAddress;
    event.value = value;
    event.written = value;
    Add(event, where);
  }
}

void RaceCell::FailRace(EventKind what, std::uint64_t value, const Location& where) const {
  Record(what, value, where);
  RecordConflict(what, this);
  rl::ctx().fail_test("", rl::test_result_data_race, InfoOf(where));
  std::abort();  // not reached: fail_test leaves this fiber for good
}

void RaceCell::Read(std::uint64_t value, const Location& where) const {
  execution_state.has_accessed = true;
  if (!is_initialized_) {
    Record(EventKind::kRead, value, where);
    rl::ctx().fail_test("", rl::test_result_unitialized_access, InfoOf(where));
  }
  if (!static_cast<rl::var_data*>(data_)->load(*rl::ctx().threadx_) &&
      execution_state.check_races) {
    FailRace(EventKind::kRead, value, where);
  }
  Record(EventKind::kRead, value, where);
}

void RaceCell::Write(std::uint64_t value, const Location& where) {
  execution_state.has_accessed = true;
  auto* const data = static_cast<rl::var_data*>(data_);
  if (!is_initialized_) {
    is_initialized_ = true;
    data->init(*rl::ctx().threadx_);
  } else if (!data->store(*rl::ctx().threadx_) && execution_state.check_races) {
    FailRace(EventKind::kWrite, value, where);
  }
  Record(EventKind::kWrite, value, where);
}

}  // namespace heddle::checker
