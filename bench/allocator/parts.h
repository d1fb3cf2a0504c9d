// SPDX-License-Identifier: BSD-3-Clause
//
// The allocator's benchmarks. Each does work that docs/benchmarks.md defines to the bit.

#ifndef HEDDLE_BENCH_ALLOCATOR_PARTS_H_
#define HEDDLE_BENCH_ALLOCATOR_PARTS_H_

#include "bench/allocator/record.h"

namespace heddle::bench {

// a: single pages and page caches, in heaps that are empty, half full and nearly full.
void MeasureSinglePages(int repetitions, const Sink& sink);
// b: runs of 1 to 64 pages, in a heap that is kept as full as it is.
void MeasureSteadyState(int repetitions, const Sink& sink);
// c: the searches within one chunk.
void MeasureChunks(int repetitions, const Sink& sink);
// d: releasing a free heap.
void MeasureScavenging(int repetitions, const Sink& sink);
// e: threads that meet at the heap lock, with a scavenger beside them and without.
void MeasureThreads(int repetitions, const Sink& sink);

// f: how the cost grows with the heap, with what is in use of it, and with threads.
void MeasureGrowth(int repetitions, const Sink& sink);
// e without a scavenger, with up to 16 threads; a part of f.
void MeasureManyThreads(int repetitions, const Sink& sink);

}  // namespace heddle::bench

#endif  // HEDDLE_BENCH_ALLOCATOR_PARTS_H_
