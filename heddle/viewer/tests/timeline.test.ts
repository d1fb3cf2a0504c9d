// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import { Timeline, textOf } from "../src/model/timeline";
import { stopInWords } from "../src/model/words";
import { event, HEAP, report } from "./made_up";

const EVENTS = [
  event(1, "lock", "m"), // 0
  event(1, "read", "x"), // 1
  event(0, "read", "y", { switch: "T1 is preempted" }), // 2
  event(0, "store", "z"), // 3
  event(0, "note", null, { text: "  -- says so" }), // 4
  event(1, "unlock", "m"), // 5
];

const shape = (timeline: Timeline) =>
  timeline.lines.map((line) =>
    line.kind === "event" ? line.event : line.kind === "switch" ? `switch ${line.reason}` : line.kind,
  );

test("plain reads and writes are hidden behind the line before them", () => {
  const timeline = new Timeline(report(EVENTS), false);
  assert.deepEqual(shape(timeline), ["start", 0, "switch T1 is preempted", 3, 4, "switch ", 5, "end"]);
  assert.deepEqual(
    timeline.stops.map(({ stop }) => stop.through),
    [-1, 2, 3, 4, 5],
  );
});

test("or are shown", () => {
  const timeline = new Timeline(report(EVENTS), true);
  assert.deepEqual(shape(timeline), ["start", 0, 1, "switch T1 is preempted", 2, 3, 4, "switch ", 5, "end"]);
});

test("the two of a race are always shown", () => {
  const timeline = new Timeline(report(EVENTS, { conflict: [1, 2] }), false);
  assert.deepEqual(shape(timeline), ["start", 0, 1, "switch T1 is preempted", 2, 3, 4, "switch ", 5, "end"]);
});

test("steps are counted as the console counts them", () => {
  const timeline = new Timeline(report(EVENTS), true);
  assert.deepEqual(
    timeline.lines.flatMap((line) => (line.kind === "event" ? [line.step] : [])),
    [1, 1, 1, 2, 2, 3],
  );
});

test("what is hidden is drawn at the nearest line of its thread", () => {
  const timeline = new Timeline(report(EVENTS), false);
  assert.equal(timeline.lineOf(1), 1);
  assert.equal(timeline.lineOf(2), 3); // nothing of its thread is before it
  assert.equal(timeline.lineOf(5), 6);
});

test("a selection stays where it is when its event is hidden", () => {
  const shown = new Timeline(report(EVENTS), true);
  const hidden = new Timeline(report(EVENTS), false);
  assert.equal(shown.eventAt(shown.stopAt(1)), 1);
  assert.equal(hidden.eventAt(hidden.stopAt(1)), 0);
  assert.equal(hidden.stopAt(-1), 0);
});

test("a note is without the console's dashes", () => {
  assert.equal(textOf(EVENTS[4]!), "says so");
  assert.equal(textOf(event(0, "note", null, { text: "says -- so" })), "says -- so");
});

test("a stop in words", () => {
  const of = report(EVENTS);
  const timeline = new Timeline(of, false);
  assert.equal(stopInWords(of, timeline, 0, null, null), "The threads start.");
  assert.equal(
    stopInWords(of, timeline, 2, HEAP, { ...HEAP, generation: 2 }),
    "T1 is preempted. Step 2 of 3, thread 0: store z. Holds no lock. Generation 2.",
  );
  assert.match(stopInWords(of, timeline, 4, null, null), /Assertion: wrong\.$/);
});
