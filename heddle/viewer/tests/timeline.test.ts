// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import { Timeline, textOf } from "../src/model/timeline";
import { stopInWords, switchBefore, switchInWords, violationInWords } from "../src/model/words";
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

test("a switch that does not show why says who goes on", () => {
  const timeline = new Timeline(report(EVENTS), false);
  assert.equal(switchBefore(timeline, 3), "T1 is preempted");
  assert.equal(switchBefore(timeline, 4), null);
  assert.equal(switchBefore(timeline, 6), "");
  assert.deepEqual(
    timeline.lines.flatMap((line) => (line.kind === "switch" ? [switchInWords(line)] : [])),
    ["T1 is preempted", "T1 goes on"],
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
  assert.equal(timeline.steps, 3);
  assert.equal(timeline.stepOf(2), 1);
  assert.equal(new Timeline(report(EVENTS.slice(0, 5)), true).steps, 2);
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

test("steps are those of the events, whatever the violation says", () => {
  const of = report(EVENTS);
  of.violation.steps = 9;
  assert.match(stopInWords(of, new Timeline(of, false), 1, null, null), /^Step 1 of 3, /);
});

test("a violation in the set-up comes before the threads", () => {
  const of = report([], { where: "set-up", threads: 2 });
  const timeline = new Timeline(of, false);
  assert.deepEqual(shape(timeline), ["start", "end"]);
  assert.equal(
    stopInWords(of, timeline, 0, HEAP, HEAP),
    "In the set-up, before the threads start. Assertion, in the set-up: wrong.",
  );
});

test("and one at the end after them", () => {
  assert.equal(violationInWords(report(EVENTS, { where: "end" })), "assertion, after the threads have ended: wrong");
  assert.equal(violationInWords(report(EVENTS)), "assertion: wrong");
});

test("a place is looked up in the list of them", () => {
  const of = report([event(0, "lock", "m", { location: 1 })], {
    locations: [
      { file: "a.h", line: 1, function: "A" },
      { file: "b.h", line: 2, function: "B" },
    ],
  });
  assert.match(stopInWords(of, new Timeline(of, false), 1, null, null), /At b\.h:2, B\. Holds no lock\./);
});
