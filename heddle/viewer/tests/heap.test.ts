// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import { hex, marksIn, marksInWords, partIn, placed, type Mark } from "../src/model/addresses";
import { changesInWords } from "../src/model/heap_changes";
import { HeapHistory } from "../src/model/heap_history";
import { areasOf, changedRuns, chunkInWords, chunksOf, holeInWords, runsOf } from "../src/model/pages";
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
    { first: 0, count: 2, state: "in-use" },
    { first: 2, count: 1, state: "free" },
    { first: 3, count: 1, state: "scavenged" },
    { first: 4, count: 1, state: "in-use-scavenged" },
  ]);
  assert.deepEqual(runsOf(""), []);
});

test("what has changed, and all of a chunk that is new", () => {
  assert.deepEqual(changedRuns("##..", "#..."), [{ first: 1, count: 1, state: "free" }]);
  assert.deepEqual(changedRuns("....", "#.#."), [
    { first: 0, count: 1, state: "in-use" },
    { first: 2, count: 1, state: "in-use" },
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
  assert.equal(chunkInWords(2, "..~~"), "chunk 2: pages 0 to 1 free; pages 2 to 3 scavenged");
});

test("pages are called what the console calls them", () => {
  assert.equal(
    chunkInWords(1, ".#~%"),
    "chunk 1: page 0 free; page 1 in use; page 2 scavenged; page 3 in use and scavenged",
  );
});

test("what lies between two chunks and was not grown is a hole", () => {
  const areas = areasOf({ ...HEAP, chunks: { "7": "....", "2": "####", "3": "....", "5": "...." } });
  assert.deepEqual(
    areas.map((area) => ("letters" in area ? area.index : `${holeInWords(area)}, ${hex(area.base)}, ${area.bytes}`)),
    [2, 3, "chunk 4, not grown, 0x20000, 32768", 5, "chunk 6, not grown, 0x30000, 32768", 7],
  );
  const [, wide] = areasOf({ ...HEAP, chunks: { "1": "....", "5": "...." } });
  assert(wide !== undefined && "first" in wide);
  assert.equal(holeInWords(wide), "chunks 2 to 4, not grown");
  assert.equal(wide.bytes, 3 * 32768);
  assert.deepEqual(areasOf({ ...HEAP, chunks: {} }), []);
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
  assert.deepEqual(marksIn(one, HEAP), [{ name: "low watermark", word: "low", value: "0xa000", page: 1 }]);
  assert.deepEqual(marksIn(two, HEAP), []);
  assert.equal(marksInWords(marksIn(one, HEAP)), "; low watermark 0xa000, at page 1");
});

test("words of marks do not lie over each other, and no line crosses one", () => {
  const mark = (word: string, page: number): Mark => ({ name: word, word, value: "", page });
  const levels = (...marks: Mark[]) => Object.fromEntries(placed(marks, 64, 7).map(({ word, level }) => [word, level]));
  assert.deepEqual(levels(mark("low", 0), mark("high", 30)), { low: 0, high: 0 });
  assert.deepEqual(levels(mark("search", 0), mark("cursor", 0)), { search: 0, cursor: 1 });
  // The one that begins farther left is over the other: else the other's line would cross its word.
  assert.deepEqual(levels(mark("search", 1), mark("cursor", 3)), { search: 1, cursor: 0 });
  // In another row nothing is in the way.
  assert.deepEqual(levels(mark("search", 1), mark("cursor", 67)), { search: 0, cursor: 0 });
  const [last] = placed([mark("cursor", 63.9)], 64, 7);
  assert(last?.is_left);
});

test("a design without reservations has none to show", () => {
  const { ranges: _, reservations: __, ...heap } = HEAP;
  assert.deepEqual(changesInWords(heap, { ...heap, chunks: { "1": "#...", "2": "..~~" } }), ["chunk 1: page 1 free"]);
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
      "chunk 1: page 2 in use",
      "generation 2",
      "no address space left to reserve",
      "reserved: [0x8000, 0x10000) by thread 0 in generation 1",
      "released counter 0",
    ],
  );
});
