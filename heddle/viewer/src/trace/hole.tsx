// SPDX-License-Identifier: BSD-3-Clause
import type { Heap } from "../data/report";
import { hex, marksIn, marksInWords, placed } from "../model/addresses";
import { holeInWords, type Hole } from "../model/pages";
import { heightOf, Marks } from "./marks";

const WIDE = 448; // as a row of pages
const HIGH = 16;

/** Chunks that were not grown, between two that were. However many they are, they take the place of one. */
export function HoleInHeap({ hole, heap }: { hole: Hole; heap: Heap }) {
  const pages = hole.bytes / heap.page_bytes;
  const found = marksIn(hole, heap);
  const marks = placed(found, pages, WIDE / pages);
  const top = heightOf(marks, heap);
  return (
    <figure class="chunk">
      <figcaption>
        {holeInWords(hole)}, from <span class="address">{hex(hole.base)}</span>
      </figcaption>
      <svg
        viewBox={`-2 0 ${WIDE + 4} ${top + HIGH + 3}`}
        role="img"
        aria-label={holeInWords(hole) + marksInWords(found)}
      >
        <rect class="hole" x="0" y={top} width={WIDE} height={HIGH} />
        <Marks marks={marks} bottomOf={() => top} />
      </svg>
    </figure>
  );
}
