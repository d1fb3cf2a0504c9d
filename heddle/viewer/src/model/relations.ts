// SPDX-License-Identifier: BSD-3-Clause
//
// What an event is ordered with, in words. An event is named as on the console: "T1's 4" is T1's step 4.
import type { Report } from "../data/report";
import type { Arrow } from "./arrows";
import { textOf, type Timeline } from "./timeline";

export function eventName(report: Report, timeline: Timeline, event: number): string {
  const of = report.events[event];
  if (of === undefined) return "";
  return of.is_step ? `T${of.thread}'s ${timeline.stepOf(event)}` : `T${of.thread}: ${textOf(of)}`;
}

/** Said before and after the name of the other event. */
export interface Said {
  before: string;
  after: string;
}

/** An arrow, as the event at its head has it if `is_later`, else as the one that it comes from. */
export function said(report: Report, arrow: Arrow, is_later: boolean): Said {
  const reads = report.events[arrow.to]?.reads_from;
  switch (arrow.relation) {
    case "happens-before":
      return { before: is_later ? "happens after" : "happens before", after: "" };
    case "reads-from":
      return { before: is_later ? "reads what was stored by" : "is read by", after: "" };
    case "not-seen":
      if (!is_later) return { before: "is not seen by", after: ", which reads an older value" };
      return reads === undefined
        ? { before: "reads what was there before the threads, older than", after: "" }
        : { before: "reads an older value than", after: " has stored" };
  }
}

/** Of a load, that it does not see the newest value; null if it does. */
export function olderInWords(report: Report, timeline: Timeline, event: number): string | null {
  const newer = report.events[event]?.newer;
  if (newer === undefined) return null;
  const { before, after } = said(report, { relation: "not-seen", from: newer, to: event }, true);
  return `${before} ${eventName(report, timeline, newer)}${after}`;
}

/** The other access of the race that this event is an access of; null if it is none. */
export function racesWith(report: Report, event: number): number | null {
  const [one, other] = report.conflict ?? [null, null];
  return event === one ? other : event === other ? one : null;
}

/** What an event is ordered after, or not ordered with, a phrase each. */
export function orderedAfter(report: Report, timeline: Timeline, event: number): string[] {
  const of = report.events[event];
  if (of === undefined) return [];
  const phrases: string[] = [];
  const racing = racesWith(report, event);
  if (racing !== null) phrases.push(`races with ${eventName(report, timeline, racing)}`);
  const older = olderInWords(report, timeline, event);
  if (older !== null) phrases.push(older);
  if (of.reads_from !== undefined) phrases.push(`reads from ${eventName(report, timeline, of.reads_from)}`);
  const after = (of.after ?? []).map((each) => eventName(report, timeline, each));
  if (after.length > 0) phrases.push(`happens after ${after.join(", ")}`);
  return phrases;
}
