// SPDX-License-Identifier: BSD-3-Clause
//
// The one place that includes Relacy, for this folder's sources alone. Relacy defines words of the
// language and of the standard library as macros; they are taken back at the end, so this header
// goes last in a source but need not be the only one.

#ifndef HEDDLE_CHECKER_RELACY_RELACY_H_
#define HEDDLE_CHECKER_RELACY_RELACY_H_

// What Relacy's own headers need, before its macros are in force.
#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <iostream>
#include <map>
#include <memory>
#include <new>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <vector>

// g++ warns of Relacy's own arrays and strings where it inlines them. That they are system headers
// does not help, because these warnings come from the optimizer.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Walloc-size-larger-than="
#endif
#include <relacy/relacy.hpp>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdollar-in-identifier-extension"
#endif
#undef $
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
#undef VAR
#undef VAR_T
#undef TLS_T
#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst
#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef assert
#undef errno
#include <cassert>
#include <cerrno>

#endif  // HEDDLE_CHECKER_RELACY_RELACY_H_
