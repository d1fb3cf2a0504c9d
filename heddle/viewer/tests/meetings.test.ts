// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import { arrowsAt, arrowsOf } from "../src/model/arrows";
import { conflictsOf } from "../src/model/conflicts";
import { curve, lanesFor, laneX } from "../src/model/geometry";
import { heldAfter, lockSpansOf, locksOf } from "../src/model/lock_spans";
import { moved, moveOf } from "../src/model/navigation";
import { Timeline } from "../src/model/timeline";
import { event, report } from "./made_up";

const TWO = report([
  event(0, "lock", "m", { holds: ["m"] }), // 0
  event(0, "store", "x", { holds: ["m"] }), // 1
  event(0, "unlock", "m", { holds: [] }), // 2
  event(1, "lock", "m", { holds: ["m"], after: [2] }), // 3
  event(1, "load", "x", { holds: ["m"], reads_from: 1 }), // 4
  event(1, "load", "y", { holds: ["m"] }), // 5
  event(0, "load", "y", { holds: [] }), // 6
]);

test("threads meet where they conflict, and two reads do not", () => {
  assert.deepEqual(conflictsOf(TWO), [1, 2, 3, 4]);
  assert.deepEqual(
    conflictsOf(TWO, (event) => event !== 1),
    [2, 3],
  );
});

test("of a race, its two accesses", () => {
  assert.deepEqual(conflictsOf({ ...TWO, conflict: [5, 1] }), [1, 5]);
});

test("a lock is held until it is let go, or to the end", () => {
  const spans = lockSpansOf(TWO);
  assert.deepEqual(spans, [
    { thread: 0, lock: "m", from: 0, to: 2 },
    { thread: 1, lock: "m", from: 3, to: null },
  ]);
  assert.deepEqual(locksOf(spans), ["m"]);
  assert.deepEqual(heldAfter(TWO, -1), [[], []]);
  assert.deepEqual(heldAfter(TWO, 1), [["m"], []]);
  assert.deepEqual(heldAfter(TWO, 3), [[], ["m"]]);
});

test("a lock that is taken again has two spans", () => {
  const spans = lockSpansOf(
    report([
      event(0, "lock", "m", { holds: ["m"] }),
      event(0, "note", null), // says nothing of locks
      event(0, "unlock", "m", { holds: [] }),
      event(0, "lock", "m", { holds: ["m"] }),
    ]),
  );
  assert.deepEqual(
    spans.map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [3, null],
    ],
  );
});

test("arrows lead from the earlier event, and those of a stop include what it hides", () => {
  const arrows = arrowsOf(TWO);
  assert.deepEqual(arrows, [
    { relation: "happens-before", from: 2, to: 3 },
    { relation: "reads-from", from: 1, to: 4 },
  ]);
  assert.deepEqual(arrowsAt(arrows, 1, 1), [arrows[1]]);
  assert.deepEqual(arrowsAt(arrows, 2, 4), arrows);
  assert.deepEqual(arrowsAt(arrows, 5, 6), []);
});

test("eight lanes are beside each other, and arrows of two relations apart", () => {
  const lanes = lanesFor(8);
  assert(laneX(lanes, 7) < lanes.width);
  const ends = [
    { x: 10, y: 10 },
    { x: 40, y: 90 },
  ] as const;
  assert.notEqual(curve(ends[0], ends[1], "happens-before"), curve(ends[0], ends[1], "reads-from"));
});

test("keys lead on, and nowhere beyond the ends", () => {
  const timeline = new Timeline(TWO, false);
  const conflicts = conflictsOf(TWO);
  const go = (stop: number, key: string) => moved(TWO, timeline, conflicts, stop, moveOf(key)!);
  assert.equal(go(0, "j"), 1);
  assert.equal(go(0, "k"), 0);
  assert.equal(go(7, "j"), 7);
  assert.equal(go(0, "n"), 2);
  assert.equal(go(2, "n"), 3);
  assert.equal(go(5, "n"), 5);
  assert.equal(go(5, "p"), 4);
  assert.equal(go(1, "t"), 4);
  assert.equal(go(4, "t"), 7);
  assert.equal(go(7, "T"), 6);
  assert.equal(go(3, "End"), 7);
  assert.equal(go(3, "Home"), 0);
  assert.equal(moveOf("x"), null);
});
