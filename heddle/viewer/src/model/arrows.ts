// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";

export type Relation = "happens-before" | "reads-from" | "not-seen";

/** From the earlier event to the later one. */
export interface Arrow {
  relation: Relation;
  from: number;
  to: number;
}

/** Between events that count, so that none leads to where its event is not. */
export function arrowsOf(report: Report, counts: (event: number) => boolean = () => true): Arrow[] {
  const all = report.events.flatMap((event, to) => {
    const arrows: Arrow[] = (event.after ?? []).map((from) => ({ relation: "happens-before", from, to }));
    if (event.reads_from !== undefined) arrows.push({ relation: "reads-from", from: event.reads_from, to });
    if (event.newer !== undefined) arrows.push({ relation: "not-seen", from: event.newer, to });
    return arrows;
  });
  return all.filter(({ from, to }) => counts(from) && counts(to));
}

/** Those that begin or end at an event. */
export function arrowsAt(arrows: readonly Arrow[], event: number): Arrow[] {
  return arrows.filter(({ from, to }) => from === event || to === event);
}
