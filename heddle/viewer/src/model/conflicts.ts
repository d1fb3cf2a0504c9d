// SPDX-License-Identifier: BSD-3-Clause
import type { Event, Report } from "../data/report";

const READS = new Set(["load", "read", "failed try-lock"]);

function writes(event: Event): boolean {
  return !READS.has(event.kind) && event.succeeded !== false;
}

/**
 * The events at which threads meet. Of a race these are its two accesses; otherwise each event that
 * conflicts with the last one before it on its object, by another thread, and that one. Events that do
 * not count are passed over.
 */
export function conflictsOf(report: Report, counts: (event: number) => boolean = () => true): number[] {
  if (report.conflict !== null) return report.conflict.filter((each) => each !== null).sort((a, b) => a - b);
  const last = new Map<string, { event: number; thread: number; writes: boolean }>();
  const found = new Set<number>();
  report.events.forEach((event, i) => {
    if (!event.object || event.kind === "note" || !counts(i)) return;
    const before = last.get(event.object);
    if (before !== undefined && before.thread !== event.thread && (before.writes || writes(event))) {
      found.add(before.event);
      found.add(i);
    }
    last.set(event.object, { event: i, thread: event.thread, writes: writes(event) });
  });
  return [...found].sort((a, b) => a - b);
}
