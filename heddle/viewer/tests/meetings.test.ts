// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import { arrowsAt, arrowsOf } from "../src/model/arrows";
import { conflictsOf } from "../src/model/conflicts";
import { curve, lanesFor, laneX } from "../src/model/geometry";
import { heldAfter, lockSpansOf, locksOf } from "../src/model/lock_spans";
import { moved, moveOf } from "../src/model/navigation";
import { eventName, olderInWords, orderedAfter } from "../src/model/relations";
import { signOf, SIGNS } from "../src/model/signs";
import { Timeline } from "../src/model/timeline";
import { event, report } from "./made_up";

const TWO = report([
  event(0, "lock", "m", { holds: ["m"] }), // 0
  event(0, "store", "x", { holds: ["m"] }), // 1
  event(0, "unlock", "m"), // 2
  event(1, "lock", "m", { holds: ["m"], after: [2] }), // 3
  event(1, "load", "x", { holds: ["m"], reads_from: 1 }), // 4
  event(1, "load", "y", { holds: ["m"] }), // 5
  event(0, "load", "y"), // 6
]);

test("threads meet where they conflict, and two reads do not", () => {
  assert.deepEqual(conflictsOf(TWO), [1, 2, 3, 4]);
  assert.deepEqual(
    conflictsOf(TWO, (event) => event !== 1),
    [2, 3],
  );
});

test("a compare-exchange that fails is a read", () => {
  const two = (more: object) => conflictsOf(report([event(0, "load", "x"), event(1, "compare-exchange", "x", more)]));
  assert.deepEqual(two({ succeeded: false }), []);
  assert.deepEqual(two({}), [0, 1]);
});

test("each kind of event has a sign, and a failed or stale one its own", () => {
  for (const kind of [
    "lock",
    "failed try-lock",
    "unlock",
    "store",
    "load",
    "update",
    "compare-exchange",
    "fence",
    "park",
    "wake",
    "read",
    "write",
    "note",
  ]) {
    assert.equal(signOf(event(0, kind, "x")), kind);
  }
  assert.equal(signOf(event(0, "compare-exchange", "x", { succeeded: false })), "failed compare-exchange");
  assert.equal(signOf(event(0, "load", "x", { newer: 0 })), "older load");
  assert.equal(new Set(SIGNS.map(({ name }) => name)).size, SIGNS.length);
});

test("of a race, its two accesses", () => {
  assert.deepEqual(conflictsOf({ ...TWO, conflict: [5, 1] }), [1, 5]);
  assert.deepEqual(conflictsOf({ ...TWO, conflict: [null, 1] }), [1]);
  const race = { ...TWO, conflict: [1, 5] } as typeof TWO;
  const timeline = new Timeline(race, false);
  assert.deepEqual(orderedAfter(race, timeline, 1), ["races with T1's 6"]);
  assert.deepEqual(orderedAfter(race, timeline, 5), ["races with T0's 2"]);
});

test("a lock is held until it is let go, or to the end", () => {
  const spans = lockSpansOf(TWO);
  assert.deepEqual(spans, [
    { thread: 0, lock: "m", from: 0, to: 2 },
    { thread: 1, lock: "m", from: 3, to: null },
  ]);
  assert.deepEqual(locksOf(spans), [{ name: "m", look: 0 }]);
  assert.deepEqual(heldAfter(TWO, -1), [[], []]);
  assert.deepEqual(heldAfter(TWO, 1), [["m"], []]);
  assert.deepEqual(heldAfter(TWO, 3), [[], ["m"]]);
});

test("a lock that is taken again has two spans", () => {
  const spans = lockSpansOf(
    report([
      event(0, "lock", "m", { holds: ["m"] }),
      event(0, "note", null, { holds: ["m"] }),
      event(0, "unlock", "m"),
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

test("a lock of the design looks the same whatever is taken, and when", () => {
  const taken = (...locks: string[]) =>
    locksOf(locks.map((lock, i) => ({ thread: 0, lock, from: i, to: null }))).map(
      ({ name, look }) => `${name} ${look}`,
    );
  assert.deepEqual(taken("scavenger lock", "heap lock"), ["heap lock 0", "scavenger lock 1"]);
  assert.deepEqual(taken("heap lock"), ["heap lock 0"]);
  assert.deepEqual(taken("heap lock", "background scavenger lock"), ["background scavenger lock 2", "heap lock 0"]);
  assert.deepEqual(taken("b", "heap lock", "a"), ["heap lock 0", "a 3", "b 4"]);
  assert.deepEqual(taken("b", "a"), ["a 0", "b 1"]);
});

test("arrows lead from the earlier event, and those of what is hidden are not there", () => {
  const arrows = arrowsOf(TWO);
  assert.deepEqual(arrows, [
    { relation: "happens-before", from: 2, to: 3 },
    { relation: "reads-from", from: 1, to: 4 },
  ]);
  assert.deepEqual(arrowsAt(arrows, 1), [arrows[1]]);
  assert.deepEqual(arrowsAt(arrows, 3), [arrows[0]]);
  assert.deepEqual(arrowsAt(arrows, 5), []);
  assert.deepEqual(
    arrowsOf(TWO, (event) => event !== 1),
    [arrows[0]],
  );
  assert.deepEqual(
    arrowsOf(TWO, (event) => event !== 3),
    [arrows[1]],
  );
});

test("what an event is ordered after, in words", () => {
  const timeline = new Timeline(TWO, false);
  assert.equal(eventName(TWO, timeline, 1), "T0's 2");
  assert.equal(eventName(report([event(0, "write", "x")]), timeline, 0), "T0: write x");
  assert.deepEqual(orderedAfter(TWO, timeline, 3), ["happens after T0's 3"]);
  assert.deepEqual(orderedAfter(TWO, timeline, 4), ["reads from T0's 2"]);
  assert.deepEqual(orderedAfter(TWO, timeline, 5), []);
});

test("a load that does not see the newest value", () => {
  const stale = report([
    event(1, "store", "x"), // 0
    event(1, "store", "x"), // 1
    event(0, "load", "x", { reads_from: 0, newer: 1 }), // 2
    event(0, "load", "x", { newer: 1 }), // 3
    event(0, "load", "x", { reads_from: 1 }), // 4
  ]);
  const timeline = new Timeline(stale, false);
  assert.equal(olderInWords(stale, timeline, 2), "reads an older value than T1's 2 has stored");
  assert.equal(olderInWords(stale, timeline, 3), "reads what was there before the threads, older than T1's 2");
  assert.equal(olderInWords(stale, timeline, 4), null);
  assert.deepEqual(orderedAfter(stale, timeline, 2), [
    "reads an older value than T1's 2 has stored",
    "reads from T1's 1",
  ]);
  assert.deepEqual(arrowsAt(arrowsOf(stale), 3), [{ relation: "not-seen", from: 1, to: 3 }]);
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
