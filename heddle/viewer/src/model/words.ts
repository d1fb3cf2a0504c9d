// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, Location, Report, Wait } from "../data/report";
import { changesInWords } from "./heap_changes";
import { heldAfter } from "./lock_spans";
import { textOf, type Line, type Timeline } from "./timeline";

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

export function placeOf(location: Location): string {
  return `${location.file}:${location.line}`;
}

export function waitInWords(wait: Wait): string {
  const holder = wait.holder === null ? "" : `, held by T${wait.holder}`;
  return `T${wait.thread} waits for ${wait.object}${holder}`;
}

export function programInWords(report: Report): string {
  const { name, fault, revision, layout, without, repairs } = report.program;
  const parts = [name];
  if (fault !== null) parts.push(`with ${fault}`);
  if (revision !== null) parts.push(`revision ${revision}`);
  if (layout !== null) parts.push(`layout ${layout}`);
  if (without.length > 0) parts.push(`without ${without.join(", ")}`);
  if (repairs.length > 0) parts.push(`repaired: ${repairs.join(", ")}`);
  return parts.join(", ");
}

/** Why another thread goes on with this line; null where none does, empty where there is no reason but its end. */
export function switchBefore(timeline: Timeline, line: number): string | null {
  const before: Line | undefined = timeline.lines[line - 1];
  return before?.kind === "switch" ? before.reason : null;
}

/** The stop in words, for those who do not see it. */
export function stopInWords(
  report: Report,
  timeline: Timeline,
  stop: number,
  before: Heap | null,
  after: Heap | null,
): string {
  const at = timeline.stops[stop];
  if (at === undefined || at.stop.kind === "start") return "The threads start.";
  const event = report.events[at.stop.event];
  if (event === undefined) return "";
  const sentences: string[] = [];
  const reason = switchBefore(timeline, at.line);
  if (reason) sentences.push(reason);
  const what = event.is_step ? "" : event.kind === "note" ? ", note" : ", within this step";
  sentences.push(`Step ${at.stop.step} of ${report.violation.steps}${what}, thread ${event.thread}: ${textOf(event)}`);
  if (event.location) sentences.push(`At ${placeOf(event.location)}, ${event.location.function}`);
  const held = heldAfter(report, at.stop.event)[event.thread] ?? [];
  sentences.push(held.length === 0 ? "Holds no lock" : `Holds ${held.join(", ")}`);
  if (before !== null && after !== null) sentences.push(...changesInWords(before, after));
  if (stop === timeline.stops.length - 1) {
    sentences.push(`${report.violation.verdict}: ${report.violation.message}`);
  }
  return sentences.map((each) => each[0]?.toUpperCase() + each.slice(1)).join(". ") + ".";
}
