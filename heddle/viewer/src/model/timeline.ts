// SPDX-License-Identifier: BSD-3-Clause
//
// What the list shows, from top to bottom: a line for each event that is shown, and between them a
// line where another thread takes over.
import type { Event, Report } from "../data/report";

export interface StartLine {
  kind: "start";
  through: number; // the last event before the next stop, as in EventLine
}

export interface SwitchLine {
  kind: "switch";
  thread: number; // that goes on
  reason: string; // empty if it does not show
}

export interface EventLine {
  kind: "event";
  event: number;
  through: number; // the last event that counts with this one: those hidden behind it
  step: number; // from 1; of what is no step, that of the step before
}

export interface EndLine {
  kind: "end";
}

export type Line = StartLine | SwitchLine | EventLine | EndLine;
export type Stop = StartLine | EventLine;

export function isPlain(event: Event): boolean {
  return event.kind === "read" || event.kind === "write";
}

/** The text of an event, without the dashes that the console puts before a note. */
export function textOf(event: Event): string {
  return event.kind === "note" ? event.text.replace(/^\s*(--\s*)?/, "") : event.text;
}

export class Timeline {
  readonly lines: Line[] = [{ kind: "start", through: -1 }];
  readonly stops: { line: number; stop: Stop }[] = [];
  private readonly step_of: number[] = []; // of each event
  private readonly line_of = new Map<number, number>(); // event -> line, of what is shown
  private readonly stop_on = new Map<number, number>(); // line -> stop

  constructor(
    private readonly report: Report,
    plain_shown: boolean,
  ) {
    let step = 0;
    let thread = -1; // of the line before
    let reason = "";
    report.events.forEach((event, i) => {
      if (event.is_step) step++;
      this.step_of.push(step);
      if (event.switch) reason = event.switch;
      const is_shown = plain_shown || !isPlain(event) || (report.conflict?.includes(i) ?? false);
      if (!is_shown) {
        this.lastStop().through = i;
        return;
      }
      if (thread >= 0 && thread !== event.thread) this.lines.push({ kind: "switch", thread: event.thread, reason });
      thread = event.thread;
      reason = "";
      this.line_of.set(i, this.lines.length);
      this.lines.push({ kind: "event", event: i, through: i, step });
    });
    this.lines.push({ kind: "end" });
    this.lines.forEach((line, i) => {
      if (line.kind !== "start" && line.kind !== "event") return;
      this.stop_on.set(i, this.stops.length);
      this.stops.push({ line: i, stop: line });
    });
  }

  /** How many there are. */
  get steps(): number {
    return this.step_of[this.step_of.length - 1] ?? 0;
  }

  /** From 1; of what is no step, that of the step before. */
  stepOf(event: number): number {
    return this.step_of[event] ?? 0;
  }

  isShown(event: number): boolean {
    return this.line_of.has(event);
  }

  /** Where an event is drawn; of one that is hidden, the nearest line of its thread, earlier ones first. */
  lineOf(event: number): number {
    const shown = this.line_of.get(event);
    if (shown !== undefined) return shown;
    const thread = this.report.events[event]?.thread;
    const mine = (i: number) => this.line_of.has(i) && this.report.events[i]?.thread === thread;
    for (let i = event - 1; i >= 0; i--) if (mine(i)) return this.line_of.get(i) as number;
    for (let i = event + 1; i < this.report.events.length; i++) {
      if (mine(i)) return this.line_of.get(i) as number;
    }
    return 0;
  }

  /** The stop at or before an event; -1 is the start. */
  stopAt(event: number): number {
    let found = 0;
    this.stops.forEach(({ stop }, i) => {
      if (stop.kind === "event" && stop.event <= event) found = i;
    });
    return found;
  }

  stopOnLine(line: number): number {
    return this.stop_on.get(line) ?? 0;
  }

  eventAt(stop: number): number {
    const found = this.stops[stop]?.stop;
    return found?.kind === "event" ? found.event : -1;
  }

  throughAt(stop: number): number {
    return this.stops[stop]?.stop.through ?? -1;
  }

  private lastStop(): Stop {
    for (let i = this.lines.length - 1; i > 0; i--) {
      const line = this.lines[i];
      if (line?.kind === "event") return line;
    }
    return this.lines[0] as StartLine;
  }
}
