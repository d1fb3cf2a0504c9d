// SPDX-License-Identifier: BSD-3-Clause
import { heldAfter } from "../model/lock_spans";
import { placeOf, waitInWords } from "../model/words";
import type { View } from "./view";

/** The locks of each thread, and who waits in the end. */
export function LocksHeld({ view }: { view: View }) {
  const { report, timeline, stop } = view;
  if (view.spans.length === 0 && report.waits.length === 0) return null;
  const held = heldAfter(report, timeline.throughAt(stop));
  const is_last = stop === timeline.stops.length - 1;
  return (
    <section class="locks">
      <h2>Locks</h2>
      <ul>
        {held.map((locks, thread) => (
          <li key={thread}>
            <span class={`badge thread-${thread % 8}`}>T{thread}</span>{" "}
            {locks.length === 0 ? <span class="none">holds none</span> : `holds ${locks.join(", ")}`}
          </li>
        ))}
      </ul>
      {is_last && report.waits.length > 0 && (
        <ul class="waits">
          {report.waits.map((wait, i) => (
            <li key={i}>
              {waitInWords(wait)}
              {wait.location && (
                <>
                  , at <code>{placeOf(wait.location)}</code> in {wait.location.function}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
