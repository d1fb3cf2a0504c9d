// SPDX-License-Identifier: BSD-3-Clause
//
// The selected event is the fragment of the address, so that a link can name it.
import type { Report } from "../data/report";

/** -1, the start, if the address names no event. */
export function remembered(report: Report): number {
  const match = /^#event-(\d+)$/.exec(location.hash);
  const event = match === null ? -1 : Number(match[1]);
  return event < report.events.length ? event : -1;
}

export function remember(event: number): void {
  const fragment = event < 0 ? "" : `#event-${event}`;
  if (location.hash === fragment) return;
  try {
    history.replaceState(null, "", fragment === "" ? location.pathname : fragment);
  } catch {
    // A browser may refuse this to a page that is a file. Nothing depends on it.
  }
}
