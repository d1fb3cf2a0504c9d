// SPDX-License-Identifier: BSD-3-Clause
//
// heddle-report/1: a counterexample, with what the page needs to show it.

export interface Location {
  file: string;
  line: number;
  function: string;
  source?: string | null; // the text of that line
}

/** One letter a page: "." free, "#" allocated, "~" free and scavenged, "%" allocated with its scavenged bit set. */
export type PageLetters = string;

export interface Reservation {
  base: string;
  limit: string;
  generation: number;
  thread: number;
}

export interface Heap {
  page_bytes: number;
  chunk_pages: number;
  base: string; // of the first chunk; chunk N begins at N * chunk_pages * page_bytes
  chunks: Record<string, PageLetters>;
  generation: number | null;
  reservations: Reservation[];
  ranges: [string, string][];
  numbers: Record<string, string>;
}

/** What an event has changed. Chunks and numbers are added or replaced one by one, the rest as a whole. */
export type HeapChange = Partial<Heap>;

export interface Event {
  thread: number;
  kind: string;
  text: string;
  object?: string | null;
  value?: string | null;
  order?: string | null;
  is_step: boolean; // false: a note, or a read or write of plain memory
  location?: Location | null;
  reads_from?: number | null;
  after?: number[];
  holds?: string[];
  switch?: string | null;
  heap?: HeapChange;
}

export interface Wait {
  thread: number;
  object: string;
  holder: number | null;
  location: Location | null;
}

export interface Report {
  format: string;
  heddle: string;
  commit: string;
  compiler: string;
  relacy: string;
  build: string;
  found_by: { strategy: string; seed: number | null };
  again: string | null;
  program: {
    name: string;
    file: string | null;
    fault: string | null;
    revision: string | null;
    layout: string | null;
    without: string[];
    repairs: string[];
  };
  about: string[];
  violation: {
    verdict: string;
    message: string;
    location: Location | null;
    preemptions: number;
    steps: number;
  };
  threads: number;
  events: Event[];
  conflict: [number, number] | null;
  waits: Wait[];
  heap: Heap | null;
}
