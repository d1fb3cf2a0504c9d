// SPDX-License-Identifier: BSD-3-Clause
import type { Heap } from "../data/report";
import type { Area } from "./pages";

export function hex(address: number): string {
  return address < 10 ? String(address) : "0x" + address.toString(16);
}

/** [first, first + count) in pages of an area, fractions where a range ends within a page. */
export interface Stretch {
  first: number;
  count: number;
}

/** The part of [base, limit) that lies in the area; null if none does. */
export function partIn(area: Area, heap: Heap, base: string, limit: string): Stretch | null {
  const from = Math.max(Number(base), area.base);
  const to = Math.min(Number(limit), area.base + area.bytes);
  if (!(from < to)) return null;
  return { first: (from - area.base) / heap.page_bytes, count: (to - from) / heap.page_bytes };
}

/** The numbers of a heap that are addresses, and what is written at them. */
const WORD_FOR: Readonly<Record<string, string>> = {
  "low watermark": "low",
  "free high watermark": "high",
  cursor: "cursor",
  "search address": "search",
};

export interface Mark {
  name: string;
  word: string;
  value: string;
  page: number; // within the area, maybe a fraction
}

/** The addresses that lie in this area: watermarks, the cursor, the search address. */
export function marksIn(area: Area, heap: Heap): Mark[] {
  return Object.entries(WORD_FOR).flatMap(([name, word]) => {
    const value = heap.numbers[name];
    const offset = Number(value) - area.base;
    const is_here = value !== undefined && offset >= 0 && offset < area.bytes;
    return is_here ? [{ name, word, value, page: offset / heap.page_bytes }] : [];
  });
}

/** Whether any of its numbers is drawn as a mark, when it lies in one of the chunks. */
export function mayHaveMarks(heap: Heap): boolean {
  return Object.keys(WORD_FOR).some((name) => name in heap.numbers);
}

export function marksInWords(marks: readonly Mark[]): string {
  return marks.map(({ name, value, page }) => `; ${name} ${value}, at page ${Math.floor(page)}`).join("");
}

/** Where a mark and its word are drawn: words that would lie over each other are on different levels. */
export interface PlacedMark extends Mark {
  row: number;
  x: number;
  level: number; // 0 is next to the pages
  is_left: boolean; // the word is to the left of its mark, for lack of place on the right
}

const LETTER = 6.4; // the width of one, at most
const BESIDE = 5; // from the mark to its word

/** Of marks in rows of `across` pages, each `page_width` wide. A word is never crossed by another's line. */
export function placed(marks: readonly Mark[], across: number, page_width: number): PlacedMark[] {
  const done: (PlacedMark & { from: number; to: number })[] = [];
  const from_the_right = [...marks].sort((a, b) => b.page - a.page);
  for (const mark of from_the_right) {
    const row = Math.floor(mark.page / across);
    const x = (mark.page - row * across) * page_width;
    const reach = BESIDE + mark.word.length * LETTER;
    const is_left = x + reach > across * page_width && x > reach;
    const [from, to] = is_left ? [x - reach, x + BESIDE] : [x - BESIDE, x + reach];
    const under = done.filter((each) => each.row === row && each.from < to && from < each.to);
    const level = Math.max(-1, ...under.map((each) => each.level)) + 1;
    done.push({ ...mark, row, x, level, is_left, from, to });
  }
  return done;
}
