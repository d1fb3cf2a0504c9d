// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";
import type { Timeline } from "./timeline";

export type Move =
  | "next-step"
  | "previous-step"
  | "next-conflict"
  | "previous-conflict"
  | "next-thread"
  | "previous-thread"
  | "first"
  | "last";

const MOVE_OF: Record<string, Move> = {
  j: "next-step",
  ArrowDown: "next-step",
  k: "previous-step",
  ArrowUp: "previous-step",
  n: "next-conflict",
  p: "previous-conflict",
  t: "next-thread",
  T: "previous-thread",
  Home: "first",
  End: "last",
};

export function moveOf(key: string): Move | null {
  return MOVE_OF[key] ?? null;
}

/** The stop that a move leads to from `stop`; the same if it leads nowhere. */
export function moved(
  report: Report,
  timeline: Timeline,
  conflicts: readonly number[],
  stop: number,
  move: Move,
): number {
  const last = timeline.stops.length - 1;
  const threadAt = (i: number) => report.events[timeline.eventAt(i)]?.thread;
  const meetings = conflicts.map((event) => timeline.stopOnLine(timeline.lineOf(event))).sort((a, b) => a - b);
  switch (move) {
    case "next-step":
      return Math.min(stop + 1, last);
    case "previous-step":
      return Math.max(stop - 1, 0);
    case "next-conflict":
      return meetings.find((each) => each > stop) ?? stop;
    case "previous-conflict":
      return meetings.filter((each) => each < stop).pop() ?? stop;
    case "next-thread":
      for (let i = stop + 1; i <= last; i++) if (threadAt(i) !== threadAt(stop)) return i;
      return stop;
    case "previous-thread":
      for (let i = stop - 1; i > 0; i--) if (threadAt(i) !== threadAt(stop)) return i;
      return stop;
    case "first":
      return 0;
    case "last":
      return last;
  }
}
