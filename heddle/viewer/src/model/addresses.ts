// SPDX-License-Identifier: BSD-3-Clause
import type { Heap } from "../data/report";
import { type Chunk, chunkBytes } from "./pages";

export function hex(address: number): string {
  return address < 10 ? String(address) : "0x" + address.toString(16);
}

/** [first, first + count) in pages of a chunk, fractions where a range ends within a page. */
export interface Stretch {
  first: number;
  count: number;
}

/** The part of [base, limit) that lies in the chunk; null if none does. */
export function partIn(chunk: Chunk, heap: Heap, base: string, limit: string): Stretch | null {
  const from = Math.max(Number(base), chunk.base);
  const to = Math.min(Number(limit), chunk.base + chunkBytes(heap));
  if (!(from < to)) return null;
  return { first: (from - chunk.base) / heap.page_bytes, count: (to - from) / heap.page_bytes };
}

export interface Mark {
  name: string;
  value: string;
  page: number; // within the chunk, maybe a fraction
}

const IS_ADDRESS = /watermark|search address|cursor|hint/;

/** The numbers that are addresses of this chunk: watermarks, the search address. */
export function marksIn(chunk: Chunk, heap: Heap): Mark[] {
  return Object.entries(heap.numbers).flatMap(([name, value]) => {
    const offset = Number(value) - chunk.base;
    const is_here = IS_ADDRESS.test(name) && offset >= 0 && offset < chunkBytes(heap);
    return is_here ? [{ name, value, page: offset / heap.page_bytes }] : [];
  });
}
