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
  const idle = held.flatMap((locks, thread) => (locks.length === 0 ? [`T${thread}`] : []));
  return (
    <section class="locks">
      <h2>Locks</h2>
      <ul>
        {held.map((locks, thread) =>
          locks.length === 0 ? null : (
            <li key={thread}>
              <span class={`badge thread-${thread % 8}`}>T{thread}</span> holds {locks.join(", ")}
            </li>
          ),
        )}
        {idle.length > 0 && (
          <li class="none">
            {idle.join(", ")} {idle.length === 1 ? "holds" : "hold"} none
          </li>
        )}
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
