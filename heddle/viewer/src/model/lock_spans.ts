// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";

/** A thread holds a lock from one event to another; `to` is null if it never lets go of it. */
export interface LockSpan {
  thread: number;
  lock: string;
  from: number;
  to: number | null;
}

export function lockSpansOf(report: Report): LockSpan[] {
  const spans: LockSpan[] = [];
  const open = new Map<string, LockSpan>();
  report.events.forEach((event, i) => {
    const held = event.holds ?? [];
    for (const [key, span] of open) {
      if (span.thread === event.thread && !held.includes(span.lock)) {
        span.to = i;
        open.delete(key);
      }
    }
    for (const lock of held) {
      const key = `${event.thread} ${lock}`;
      if (open.has(key)) continue;
      const span: LockSpan = { thread: event.thread, lock, from: i, to: null };
      open.set(key, span);
      spans.push(span);
    }
  });
  return spans;
}

export interface Lock {
  name: string;
  look: number; // how and where its bars are drawn
}

/** The locks of the design, by their ranks. */
const RANKED: readonly Lock[] = [
  { name: "background scavenger lock", look: 2 },
  { name: "heap lock", look: 0 },
  { name: "scavenger lock", look: 1 },
];

/** By rank, others by name. A lock of the design looks the same in every report. */
export function locksOf(spans: readonly LockSpan[]): Lock[] {
  const names = new Set(spans.map((span) => span.lock));
  const ranked = RANKED.filter(({ name }) => names.delete(name));
  const others = [...names].sort();
  const first = ranked.length === 0 ? 0 : RANKED.length;
  return [...ranked, ...others.map((name, i) => ({ name, look: first + i }))];
}

/** What each thread holds after an event; -1 is the start. */
export function heldAfter(report: Report, event: number): string[][] {
  const held: string[][] = Array.from({ length: report.threads }, () => []);
  for (let i = 0; i <= event; i++) {
    const each = report.events[i];
    if (each !== undefined) held[each.thread] = each.holds ?? [];
  }
  return held;
}
