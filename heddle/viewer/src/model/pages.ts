// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, PageLetters } from "../data/report";

export type PageState = "free" | "allocated" | "scavenged" | "allocated-scavenged";

export const PAGE_STATES: readonly { state: PageState; name: string }[] = [
  { state: "free", name: "free" },
  { state: "allocated", name: "allocated" },
  { state: "scavenged", name: "free, scavenged" },
  { state: "allocated-scavenged", name: "allocated, scavenged bit still set" },
];

const STATE_OF: Record<string, PageState> = {
  ".": "free",
  "#": "allocated",
  "~": "scavenged",
  "%": "allocated-scavenged",
};

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
    const state = STATE_OF[letters[page] as string] ?? "free";
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

export interface Chunk {
  index: number;
  base: number; // address of its first byte
  letters: PageLetters;
}

/** In the order of their addresses. */
export function chunksOf(heap: Heap): Chunk[] {
  return Object.entries(heap.chunks)
    .map(([index, letters]) => ({ index: Number(index), base: Number(index) * chunkBytes(heap), letters }))
    .sort((a, b) => a.index - b.index);
}
