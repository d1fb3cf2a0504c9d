// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, HeapChange, Report } from "../data/report";

function changed(heap: Heap, change: HeapChange): Heap {
  return {
    ...heap,
    ...change,
    chunks: { ...heap.chunks, ...change.chunks },
    numbers: { ...heap.numbers, ...change.numbers },
  };
}

/** The heap after each event. Events that change nothing share the state before them. */
export class HeapHistory {
  private readonly states: Heap[] = []; // [0]: when the threads start; [i + 1]: after event i

  constructor(report: Report) {
    if (report.heap === null) return;
    let heap = report.heap;
    this.states.push(heap);
    for (const event of report.events) {
      if (event.heap !== undefined) heap = changed(heap, event.heap);
      this.states.push(heap);
    }
  }

  /** After event `event`; -1 is when the threads start. null of a program that is no heap. */
  after(event: number): Heap | null {
    return this.states[event + 1] ?? null;
  }
}
