// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";

export type Relation = "happens-before" | "reads-from";

/** From the earlier event to the later one. */
export interface Arrow {
  relation: Relation;
  from: number;
  to: number;
}

export function arrowsOf(report: Report): Arrow[] {
  return report.events.flatMap((event, to) => {
    const arrows: Arrow[] = (event.after ?? []).map((from) => ({ relation: "happens-before", from, to }));
    if (typeof event.reads_from === "number") {
      arrows.push({ relation: "reads-from", from: event.reads_from, to });
    }
    return arrows;
  });
}

/** Those that begin or end within events [first, last]. */
export function arrowsAt(arrows: readonly Arrow[], first: number, last: number): Arrow[] {
  const within = (event: number) => event >= first && event <= last;
  return arrows.filter((arrow) => within(arrow.from) || within(arrow.to));
}
