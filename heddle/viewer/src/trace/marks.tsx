// SPDX-License-Identifier: BSD-3-Clause
import type { Heap } from "../data/report";
import { mayHaveMarks, type PlacedMark } from "../model/addresses";

const LEVEL = 12; // of words
const POINT = 8; // the triangle at the page

/** Room for a level of words is there even where no mark is now, so that chunks stay where they are. */
export function heightOf(marks: readonly PlacedMark[], heap: Heap): number {
  const least = mayHaveMarks(heap) ? 0 : -1;
  return POINT + LEVEL * (Math.max(least, ...marks.map((each) => each.level)) + 1);
}

/** Watermarks, the cursor and the search address over a row of pages that begins at `bottom`. */
export function Marks({ marks, bottomOf }: { marks: readonly PlacedMark[]; bottomOf: (row: number) => number }) {
  return (
    <g class="marks-of-heap">
      {marks.map(({ name, word, value, row, x, level, is_left }) => {
        const y = bottomOf(row);
        const text = y - POINT - level * LEVEL;
        return (
          <g key={name} class="mark">
            <title>
              {name} {value}
            </title>
            <path class="point" d={`M${x - 3.5} ${y - 7}h7l-3.5 7z`} />
            <path class="stem" d={`M${x} ${y - 7}V${text - 8}`} />
            <text x={is_left ? x - 3 : x + 3} y={text} text-anchor={is_left ? "end" : "start"}>
              {word}
            </text>
          </g>
        );
      })}
    </g>
  );
}
