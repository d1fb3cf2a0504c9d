// SPDX-License-Identifier: BSD-3-Clause
import type { Event, Heap, Location, Report, Wait } from "../data/report";
import { changesInWords } from "./heap_changes";
import { heldAfter } from "./lock_spans";
import { olderInWords } from "./relations";
import { textOf, type EventLine, type SwitchLine, type Timeline } from "./timeline";

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

export function locationOf(report: Report, event: Event): Location | null {
  return (event.location === undefined ? undefined : report.locations[event.location]) ?? null;
}

/** What the list begins with. */
export function startInWords(report: Report): string {
  return report.where === "set-up" ? "in the set-up, before the threads start" : "the threads start";
}

/** Where a violation was found that no thread has run into; empty of the others. */
export function foundInWords(report: Report): string {
  const words = { "set-up": "in the set-up", threads: "", end: "after the threads have ended" };
  return words[report.where];
}

export function violationInWords(report: Report): string {
  const found = foundInWords(report);
  return `${report.violation.verdict}${found && `, ${found}`}: ${report.violation.message}`;
}

export function switchInWords(line: SwitchLine): string {
  return line.reason || `T${line.thread} goes on`;
}

/** Why another thread goes on with this line; null where none does, empty if it does not show. */
export function switchBefore(timeline: Timeline, line: number): string | null {
  const before = timeline.lines[line - 1];
  return before?.kind === "switch" ? before.reason : null;
}

const sentence = (phrase: string) => `${phrase[0]?.toUpperCase()}${phrase.slice(1)}.`;

/** The stop in words, for those who do not see it. */
export function stopInWords(
  report: Report,
  timeline: Timeline,
  stop: number,
  before: Heap | null,
  after: Heap | null,
): string {
  const at = timeline.stops[stop];
  const sentences: string[] = [];
  if (at === undefined || at.stop.kind === "start") sentences.push(startInWords(report));
  else sentences.push(...eventInWords(report, timeline, at.line, at.stop));
  if (before !== null && after !== null) sentences.push(...changesInWords(before, after));
  if (stop === timeline.stops.length - 1) sentences.push(violationInWords(report));
  return sentences.map(sentence).join(" ");
}

function eventInWords(report: Report, timeline: Timeline, line: number, at: EventLine): string[] {
  const event = report.events[at.event];
  if (event === undefined) return [];
  const sentences: string[] = [];
  const reason = switchBefore(timeline, line);
  if (reason) sentences.push(reason);
  const what = event.is_step ? "" : event.kind === "note" ? ", note" : ", within this step";
  sentences.push(`Step ${at.step} of ${timeline.steps}${what}, thread ${event.thread}: ${textOf(event)}`);
  const older = olderInWords(report, timeline, at.event);
  if (older !== null) sentences.push(older);
  const location = locationOf(report, event);
  if (location !== null) sentences.push(`At ${placeOf(location)}, ${location.function}`);
  const held = heldAfter(report, at.event)[event.thread] ?? [];
  sentences.push(held.length === 0 ? "Holds no lock" : `Holds ${held.join(", ")}`);
  return sentences;
}
