// SPDX-License-Identifier: BSD-3-Clause
//
// heddle-report/1: a counterexample, with what the page needs to show it.

export interface Location {
  file: string;
  line: number;
  function: string;
  source?: string | null; // the text of that line
}

/** One letter a page: "." free, "#" in use, "~" scavenged, "%" in use and scavenged. */
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
  chunks: Record<string, PageLetters>; // chunk N begins at N * chunk_pages * page_bytes
  generation: number | null;
  reservations?: Reservation[]; // absent where the design has none
  ranges?: [string, string][]; // left to reserve; likewise
  numbers: Record<string, string>;
}

/** What an event has changed. Chunks and numbers are added or replaced one by one, the rest as a whole. */
export type HeapChange = Partial<Heap>;

/** What would be false, null or empty is absent. */
export interface Event {
  thread: number;
  kind: string;
  text: string;
  object?: string;
  value?: string;
  order?: string;
  is_step?: boolean; // absent of a note, and of a read or write of plain memory
  location?: number; // in the report's locations
  reads_from?: number; // an event; absent of what was there before the threads
  newer?: number; // the event that has stored a newer value, which this load does not see
  succeeded?: false; // of a compare-exchange that failed
  after?: number[];
  holds?: string[];
  switch?: string; // present where another thread takes over, empty if it does not show why
  heap?: HeapChange;
}

/** Where a violation was found: before the threads, while they run, after they have ended. */
export type Where = "set-up" | "threads" | "end";

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
  where: Where;
  threads: number;
  locations: Location[];
  events: Event[];
  conflict: [number | null, number | null] | null; // null of an access that is no event
  waits: Wait[];
  heap: Heap | null;
}
