// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, PageLetters } from "../data/report";
import { hex, marksIn, partIn, type Stretch } from "../model/addresses";
import { changedRuns, chunkInWords, runsOf, type Chunk } from "../model/pages";

const ACROSS = 64; // pages in a row
const PAGE = 7;
const HIGH = 16;
const MARKS = 8; // over each row, for watermarks
const TRACKS = 11; // under each row, for ranges and reservations
const ROW = MARKS + HIGH + TRACKS;

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
  return (
    <figure class="chunk">
      <figcaption>
        chunk {chunk.index}, from <span class="address">{hex(chunk.base)}</span>
      </figcaption>
      <svg
        viewBox={`-2 0 ${across * PAGE + 4} ${rows * ROW}`}
        role="img"
        aria-label={chunkInWords(chunk.index, chunk.letters)}
        data-pages={chunk.letters}
      >
        {runsOf(chunk.letters).flatMap((run) =>
          piecesOf(run).map((piece) => (
            <rect
              key={`${run.first} ${piece.row}`}
              class={`page ${run.state}`}
              x={piece.x}
              y={piece.row * ROW + MARKS}
              width={piece.width}
              height={HIGH}
            />
          )),
        )}
        <Grid pages={pages} />
        {changedRuns(before, chunk.letters).flatMap((run) =>
          piecesOf(run).map((piece) => (
            <rect
              key={`changed ${run.first} ${piece.row}`}
              class="page-changed"
              x={piece.x - 1}
              y={piece.row * ROW + MARKS - 2}
              width={piece.width + 2}
              height={HIGH + 4}
            />
          )),
        )}
        <Tracks chunk={chunk} heap={heap} />
        {marksIn(chunk, heap).map((mark) => {
          const row = Math.floor(mark.page / ACROSS);
          const x = (mark.page - row * ACROSS) * PAGE;
          return (
            <path key={mark.name} class="mark" d={`M${x - 3.5} ${row * ROW}h7l-3.5 7z`}>
              <title>
                {mark.name} {mark.value}
              </title>
            </path>
          );
        })}
      </svg>
    </figure>
  );
}

function Grid({ pages }: { pages: number }) {
  const rows = Math.ceil(pages / ACROSS);
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const across = Math.min(ACROSS, pages - row * ACROSS);
    for (let page = 1; page < across; page++) lines.push(`M${page * PAGE} ${row * ROW + MARKS}v${HIGH}`);
  }
  return <path class="grid" d={lines.join("")} />;
}

function Tracks({ chunk, heap }: { chunk: Chunk; heap: Heap }) {
  const left = heap.ranges.map(([base, limit]) => ({ base, limit, title: `[${base}, ${limit}) left to reserve` }));
  const reserved = heap.reservations.map((each) => ({
    ...each,
    title: `[${each.base}, ${each.limit}) reserved by T${each.thread} in generation ${each.generation}`,
  }));
  const track = (name: string, below: number, of: { base: string; limit: string; title: string }[]) =>
    of.flatMap((range, i) => {
      const part = partIn(chunk, heap, range.base, range.limit);
      return (part === null ? [] : piecesOf(part)).map((piece) => {
        const y = piece.row * ROW + MARKS + HIGH + below;
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
