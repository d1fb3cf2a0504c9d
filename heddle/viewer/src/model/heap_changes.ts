// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, Reservation } from "../data/report";
import { changedRuns, chunksOf, runInWords } from "./pages";

function rangesInWords(of: NonNullable<Heap["ranges"]>): string {
  const ranges = of.map(([base, limit]) => `[${base}, ${limit})`);
  return ranges.length === 0 ? "no address space left to reserve" : `left to reserve: ${ranges.join(", ")}`;
}

function reservationsInWords(of: readonly Reservation[]): string {
  const all = of.map(
    (each) => `[${each.base}, ${each.limit}) by thread ${each.thread} in generation ${each.generation}`,
  );
  return all.length === 0 ? "nothing reserved" : `reserved: ${all.join(", ")}`;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What differs between two states, a phrase each. */
export function changesInWords(before: Heap, after: Heap): string[] {
  if (before === after) return [];
  const phrases: string[] = [];
  for (const chunk of chunksOf(after)) {
    const old = before.chunks[String(chunk.index)];
    const runs = changedRuns(old, chunk.letters);
    if (runs.length > 0) phrases.push(`chunk ${chunk.index}: ${runs.map(runInWords).join("; ")}`);
  }
  if (before.generation !== after.generation) phrases.push(`generation ${after.generation}`);
  if (!isSame(before.ranges, after.ranges)) phrases.push(rangesInWords(after.ranges ?? []));
  if (!isSame(before.reservations, after.reservations)) phrases.push(reservationsInWords(after.reservations ?? []));
  for (const [name, value] of Object.entries(after.numbers)) {
    if (before.numbers[name] !== value) phrases.push(`${name} ${value}`);
  }
  return phrases;
}
