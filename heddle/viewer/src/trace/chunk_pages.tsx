// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, PageLetters } from "../data/report";
import { hex, marksIn, marksInWords, partIn, placed, type Stretch } from "../model/addresses";
import { changedRuns, chunkInWords, runsOf, type Chunk } from "../model/pages";
import { heightOf, Marks } from "./marks";

const ACROSS = 64; // pages in a row
const PAGE = 7;
const HIGH = 16;
const TRACKS = 11; // under each row, for ranges and reservations
const NO_TRACKS = 3;

interface Piece {
  row: number;
  x: number;
  width: number;
}

/** A stretch of pages as it lies in the rows. */
function piecesOf({ first, count }: Stretch): Piece[] {
  const pieces: Piece[] = [];
  for (let from = first; from < first + count;) {
    const row = Math.floor(from / ACROSS);
    const to = Math.min(first + count, (row + 1) * ACROSS);
    pieces.push({ row, x: (from - row * ACROSS) * PAGE, width: (to - from) * PAGE });
    from = to;
  }
  return pieces;
}

interface Props {
  chunk: Chunk;
  heap: Heap;
  before: PageLetters | undefined;
}

/** A chunk's pages, with what is left to reserve and what is reserved of it below them. */
export function ChunkPages({ chunk, heap, before }: Props) {
  const pages = chunk.letters.length;
  const across = Math.min(ACROSS, pages);
  const rows = Math.ceil(pages / ACROSS);
  const found = marksIn(chunk, heap);
  const marks = placed(found, ACROSS, PAGE);
  const over = heightOf(marks, heap);
  const has_tracks = heap.ranges !== undefined || heap.reservations !== undefined;
  const row_height = over + HIGH + (has_tracks ? TRACKS : NO_TRACKS);
  const topOf = (row: number) => row * row_height + over; // of its pages
  return (
    <figure class="chunk">
      <figcaption>
        chunk {chunk.index}, from <span class="address">{hex(chunk.base)}</span>
      </figcaption>
      <svg
        viewBox={`-2 0 ${across * PAGE + 4} ${rows * row_height}`}
        role="img"
        aria-label={chunkInWords(chunk.index, chunk.letters) + marksInWords(found)}
        data-pages={chunk.letters}
      >
        {runsOf(chunk.letters).flatMap((run) =>
          piecesOf(run).map((piece) => (
            <rect
              key={`${run.first} ${piece.row}`}
              class={`page ${run.state}`}
              x={piece.x}
              y={topOf(piece.row)}
              width={piece.width}
              height={HIGH}
            />
          )),
        )}
        <Grid pages={pages} topOf={topOf} />
        {changedRuns(before, chunk.letters).flatMap((run) =>
          piecesOf(run).map((piece) => (
            <rect
              key={`changed ${run.first} ${piece.row}`}
              class="page-changed"
              x={piece.x - 1}
              y={topOf(piece.row) - 2}
              width={piece.width + 2}
              height={HIGH + 4}
            />
          )),
        )}
        <Tracks chunk={chunk} heap={heap} topOf={topOf} />
        <Marks marks={marks} bottomOf={topOf} />
      </svg>
    </figure>
  );
}

function Grid({ pages, topOf }: { pages: number; topOf: (row: number) => number }) {
  const rows = Math.ceil(pages / ACROSS);
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const across = Math.min(ACROSS, pages - row * ACROSS);
    for (let page = 1; page < across; page++) lines.push(`M${page * PAGE} ${topOf(row)}v${HIGH}`);
  }
  return <path class="grid" d={lines.join("")} />;
}

function Tracks({ chunk, heap, topOf }: { chunk: Chunk; heap: Heap; topOf: (row: number) => number }) {
  const ranges = heap.ranges ?? [];
  const left = ranges.map(([base, limit]) => ({ base, limit, title: `[${base}, ${limit}) left to reserve` }));
  const reserved = (heap.reservations ?? []).map((each) => ({
    ...each,
    title: `[${each.base}, ${each.limit}) reserved by T${each.thread} in generation ${each.generation}`,
  }));
  const track = (name: string, below: number, of: { base: string; limit: string; title: string }[]) =>
    of.flatMap((range, i) => {
      const part = partIn(chunk, heap, range.base, range.limit);
      return (part === null ? [] : piecesOf(part)).map((piece) => {
        const y = topOf(piece.row) + HIGH + below;
        return (
          <line key={`${name} ${i} ${piece.row}`} class={name} x1={piece.x} x2={piece.x + piece.width} y1={y} y2={y}>
            <title>{range.title}</title>
          </line>
        );
      });
    });
  return (
    <g>
      {track("left", 3, left)}
      {track("reserved", 7, reserved)}
    </g>
  );
}
