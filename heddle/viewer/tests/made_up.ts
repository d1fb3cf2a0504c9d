// SPDX-License-Identifier: BSD-3-Clause
import type { Event, Heap, Report } from "../src/data/report";

export function event(thread: number, kind: string, object: string | null, more: Partial<Event> = {}): Event {
  const is_step = ["read", "write", "note"].includes(kind) ? {} : { is_step: true };
  return { thread, kind, text: `${kind} ${object}`, ...(object === null ? {} : { object }), ...is_step, ...more };
}

export function report(events: Event[], more: Partial<Report> = {}): Report {
  const threads = Math.max(...events.map((each) => each.thread)) + 1;
  return {
    format: "heddle-report/1",
    heddle: "",
    commit: "",
    compiler: "",
    relacy: "",
    build: "",
    found_by: { strategy: "dpor", seed: null },
    again: null,
    program: { name: "p", file: null, fault: null, revision: null, layout: null, without: [], repairs: [] },
    about: [],
    violation: {
      verdict: "assertion",
      message: "wrong",
      location: null,
      preemptions: 0,
      steps: events.filter((each) => each.is_step).length,
    },
    where: "threads",
    threads,
    locations: [],
    events,
    conflict: null,
    waits: [],
    heap: null,
    ...more,
  };
}

export const HEAP: Heap = {
  page_bytes: 8192,
  chunk_pages: 4,
  chunks: { "1": "##..", "2": "..~~" },
  generation: 1,
  reservations: [],
  ranges: [["0x8000", "0x18000"]],
  numbers: { "low watermark": "0xa000", "released counter": "0xa000" },
};
