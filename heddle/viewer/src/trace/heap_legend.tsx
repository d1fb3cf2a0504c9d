// SPDX-License-Identifier: BSD-3-Clause
import type { Heap } from "../data/report";
import { marksIn } from "../model/addresses";
import { areasOf, PAGE_STATES } from "../model/pages";

export function HeapLegend({ heap }: { heap: Heap }) {
  const marks = areasOf(heap).flatMap((area) => marksIn(area, heap));
  return (
    <ul class="heap-legend" aria-label="What pages are drawn with">
      {PAGE_STATES.map(({ state, letter, name }) => (
        <li key={state}>
          <svg width="16" height="12" aria-hidden="true">
            <rect class={`page ${state}`} x="0.5" y="0.5" width="15" height="11" />
          </svg>
          <code>{letter}</code> {name}
        </li>
      ))}
      <li>
        <svg width="16" height="12" aria-hidden="true">
          <rect class="page-changed" x="1" y="1" width="14" height="10" />
        </svg>
        changed by this step
      </li>
      {heap.ranges !== undefined && (
        <li>
          <svg width="16" height="12" aria-hidden="true">
            <line class="left" x1="0" x2="16" y1="6" y2="6" />
          </svg>
          left to reserve
        </li>
      )}
      {heap.reservations !== undefined && (
        <li>
          <svg width="16" height="12" aria-hidden="true">
            <line class="reserved" x1="0" x2="16" y1="6" y2="6" />
          </svg>
          reserved
        </li>
      )}
      {marks.map(({ name, word }) => (
        <li key={name}>
          <svg width="10" height="12" aria-hidden="true" class="mark">
            <path class="point" d="M1 2h8l-4 8z" />
          </svg>
          {word === name ? name : `${word}: ${name}`}
        </li>
      ))}
    </ul>
  );
}
