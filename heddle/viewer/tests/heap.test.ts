// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import { hex, marksIn, partIn } from "../src/model/addresses";
import { changesInWords } from "../src/model/heap_changes";
import { HeapHistory } from "../src/model/heap_history";
import { changedRuns, chunkInWords, chunksOf, runsOf } from "../src/model/pages";
import { event, HEAP, report } from "./made_up";

test("a change of one chunk leaves the others and the numbers alone", () => {
  const history = new HeapHistory(
    report(
      [
        event(0, "lock", "m"),
        event(0, "store", "x", { heap: { chunks: { "1": "###." }, numbers: { "low watermark": "0x8000" } } }),
        event(0, "store", "y", { heap: { generation: 2, ranges: [] } }),
      ],
      { heap: HEAP },
    ),
  );
  assert.equal(history.after(-1), HEAP);
  assert.equal(history.after(0), HEAP);
  assert.deepEqual(history.after(1)?.chunks, { "1": "###.", "2": "..~~" });
  assert.deepEqual(history.after(1)?.numbers, { "low watermark": "0x8000", "released counter": "0xa000" });
  assert.equal(history.after(1)?.generation, 1);
  assert.equal(history.after(2)?.generation, 2);
  assert.deepEqual(history.after(2)?.ranges, []);
  assert.deepEqual(history.after(2)?.chunks, { "1": "###.", "2": "..~~" });
  assert.equal(history.after(3), null);
});

test("a program that is no heap has no state", () => {
  const history = new HeapHistory(report([event(0, "lock", "m")]));
  assert.equal(history.after(-1), null);
  assert.equal(history.after(0), null);
});

test("pages in the same state are one run", () => {
  assert.deepEqual(runsOf("##.~%"), [
    { first: 0, count: 2, state: "allocated" },
    { first: 2, count: 1, state: "free" },
    { first: 3, count: 1, state: "scavenged" },
    { first: 4, count: 1, state: "allocated-scavenged" },
  ]);
  assert.deepEqual(runsOf(""), []);
});

test("what has changed, and all of a chunk that is new", () => {
  assert.deepEqual(changedRuns("##..", "#..."), [{ first: 1, count: 1, state: "free" }]);
  assert.deepEqual(changedRuns("....", "#.#."), [
    { first: 0, count: 1, state: "allocated" },
    { first: 2, count: 1, state: "allocated" },
  ]);
  assert.deepEqual(changedRuns("#..#", "#..#"), []);
  assert.deepEqual(changedRuns(undefined, "...."), [{ first: 0, count: 4, state: "free" }]);
});

test("chunks have addresses and stand in their order", () => {
  const heap = { ...HEAP, chunks: { "10": "....", "2": "####" } };
  assert.deepEqual(
    chunksOf(heap).map(({ index, base }) => [index, hex(base)]),
    [
      [2, "0x10000"],
      [10, "0x50000"],
    ],
  );
  assert.equal(chunkInWords(2, "..~~"), "chunk 2: pages 0 to 1 free; pages 2 to 3 free, scavenged");
});

test("a range is cut at the ends of a chunk", () => {
  const [one, two] = chunksOf(HEAP);
  assert(one && two);
  assert.deepEqual(partIn(one, HEAP, "0xa000", "0x12000"), { first: 1, count: 3 });
  assert.deepEqual(partIn(two, HEAP, "0xa000", "0x12000"), { first: 0, count: 1 });
  assert.equal(partIn(two, HEAP, "0x8000", "0x10000"), null);
  assert.equal(partIn(one, HEAP, "0xa000", "0xa000"), null);
});

test("a watermark is marked in its chunk, and a counter is no address", () => {
  const [one, two] = chunksOf(HEAP);
  assert(one && two);
  assert.deepEqual(marksIn(one, HEAP), [{ name: "low watermark", value: "0xa000", page: 1 }]);
  assert.deepEqual(marksIn(two, HEAP), []);
});

test("changes in words", () => {
  assert.deepEqual(changesInWords(HEAP, HEAP), []);
  assert.deepEqual(
    changesInWords(HEAP, {
      ...HEAP,
      chunks: { ...HEAP.chunks, "1": "###." },
      generation: 2,
      ranges: [],
      reservations: [{ base: "0x8000", limit: "0x10000", generation: 1, thread: 0 }],
      numbers: { ...HEAP.numbers, "released counter": "0" },
    }),
    [
      "chunk 1: page 2 allocated",
      "generation 2",
      "no address space left to reserve",
      "reserved: [0x8000, 0x10000) by thread 0 in generation 1",
      "released counter 0",
    ],
  );
});
