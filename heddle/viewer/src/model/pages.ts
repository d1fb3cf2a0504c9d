// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, PageLetters } from "../data/report";

export type PageState = "free" | "in-use" | "scavenged" | "in-use-scavenged";

/** With the letters and in the words of the console. */
export const PAGE_STATES: readonly { state: PageState; letter: string; name: string }[] = [
  { state: "free", letter: ".", name: "free" },
  { state: "in-use", letter: "#", name: "in use" },
  { state: "scavenged", letter: "~", name: "scavenged" },
  { state: "in-use-scavenged", letter: "%", name: "in use and scavenged" },
];

function stateOf(letter: string): PageState {
  return PAGE_STATES.find((each) => each.letter === letter)?.state ?? "free";
}

export function nameOf(state: PageState): string {
  return PAGE_STATES.find((each) => each.state === state)?.name ?? state;
}

/** Pages [first, first + count) of a chunk, all in one state. */
export interface Run {
  first: number;
  count: number;
  state: PageState;
}

export function runsOf(letters: PageLetters): Run[] {
  const runs: Run[] = [];
  for (let page = 0; page < letters.length; page++) {
    const state = stateOf(letters[page] as string);
    const last = runs[runs.length - 1];
    if (last !== undefined && last.state === state) last.count++;
    else runs.push({ first: page, count: 1, state });
  }
  return runs;
}

/** Runs of pages that differ; all of them where there was no chunk before. */
export function changedRuns(before: PageLetters | undefined, after: PageLetters): Run[] {
  const runs: Run[] = [];
  for (const run of runsOf(after)) {
    for (let page = run.first; page < run.first + run.count; page++) {
      if (before !== undefined && before[page] === after[page]) continue;
      const last = runs[runs.length - 1];
      const goes_on = last !== undefined && last.state === run.state && last.first + last.count === page;
      if (goes_on) last.count++;
      else runs.push({ first: page, count: 1, state: run.state });
    }
  }
  return runs;
}

export function runInWords(run: Run): string {
  const last = run.first + run.count - 1;
  const pages = run.count === 1 ? `page ${run.first}` : `pages ${run.first} to ${last}`;
  return `${pages} ${nameOf(run.state)}`;
}

export function chunkInWords(index: number, letters: PageLetters): string {
  return `chunk ${index}: ${runsOf(letters).map(runInWords).join("; ")}`;
}

export function chunkBytes(heap: Heap): number {
  return heap.chunk_pages * heap.page_bytes;
}

/** Address space. */
export interface Area {
  base: number; // address of its first byte
  bytes: number;
}

export interface Chunk extends Area {
  index: number;
  letters: PageLetters;
}

/** Chunks between two that are there, which have not been grown. */
export interface Hole extends Area {
  first: number;
  last: number;
}

/** In the order of their addresses. */
export function chunksOf(heap: Heap): Chunk[] {
  return Object.entries(heap.chunks)
    .map(([index, letters]) => ({
      index: Number(index),
      base: Number(index) * chunkBytes(heap),
      bytes: chunkBytes(heap),
      letters,
    }))
    .sort((a, b) => a.index - b.index);
}

/** The chunks, and the holes between them, in the order of their addresses. */
export function areasOf(heap: Heap): (Chunk | Hole)[] {
  const areas: (Chunk | Hole)[] = [];
  let next: number | null = null; // after the chunk before
  for (const chunk of chunksOf(heap)) {
    if (next !== null && next < chunk.index) {
      const base = next * chunkBytes(heap);
      areas.push({ first: next, last: chunk.index - 1, base, bytes: chunk.base - base });
    }
    areas.push(chunk);
    next = chunk.index + 1;
  }
  return areas;
}

export function holeInWords(hole: Hole): string {
  const { first, last } = hole;
  return first === last ? `chunk ${first}, not grown` : `chunks ${first} to ${last}, not grown`;
}
