// SPDX-License-Identifier: BSD-3-Clause
//
// Where the lanes, their lines and what is drawn between them lie, in pixels.
import type { Relation } from "./arrows";

export const LINE_HEIGHT = 26;

export interface Lanes {
  threads: number;
  spacing: number;
  width: number;
}

export function lanesFor(threads: number): Lanes {
  const spacing = threads <= 3 ? 44 : threads <= 5 ? 34 : 26;
  return { threads, spacing, width: 14 + threads * spacing };
}

export function laneX(lanes: Lanes, thread: number): number {
  return 16 + thread * lanes.spacing;
}

export function lineY(line: number): number {
  return line * LINE_HEIGHT + LINE_HEIGHT / 2;
}

/** A lock's bar is to the right of the lane, each lock at its own distance. */
export function lockX(lanes: Lanes, thread: number, look: number): number {
  const gap = lanes.spacing < 30 ? 4 : 6;
  return laneX(lanes, thread) + 8 + (look % 4) * gap;
}

export interface Point {
  x: number;
  y: number;
}

/** A curve that leaves the earlier point downwards and comes to the later one from above. */
export function curve(from: Point, to: Point, relation: Relation | "race"): string {
  // Two arrows between the same two events must not hide each other.
  const aside = { "happens-before": 0, "reads-from": -5, "not-seen": 5, race: 5 }[relation];
  const start = { x: from.x + aside, y: from.y + 6 };
  const end = { x: to.x + aside, y: to.y - 8 };
  const is_same_lane = from.x === to.x;
  const bulge = is_same_lane ? -12 : 0;
  const reach = Math.min(60, Math.max(14, (end.y - start.y) / 2));
  return (
    `M${start.x} ${start.y} C${start.x + bulge} ${start.y + reach}, ` +
    `${end.x + bulge} ${end.y - reach}, ${end.x} ${end.y}`
  );
}
