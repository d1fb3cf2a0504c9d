// SPDX-License-Identifier: BSD-3-Clause
import type { Event, Location } from "../data/report";
import { arrowsAt } from "../model/arrows";
import { eventName, racesWith, said } from "../model/relations";
import { isPlain, textOf } from "../model/timeline";
import { locationOf, placeOf, startInWords, switchBefore } from "../model/words";
import type { View } from "./view";

/** The selected step in full: what, why now, where in the source, and what it is ordered with. */
export function SelectedStep({ view }: { view: View }) {
  const { report, timeline, stop } = view;
  const at = timeline.stops[stop];
  const event = report.events[timeline.eventAt(stop)];
  if (at === undefined || event === undefined) {
    return (
      <section class="selected">
        <h2>Before the first step</h2>
        <p class="what">{startInWords(report)}</p>
      </section>
    );
  }
  const reason = switchBefore(timeline, at.line);
  const step = timeline.stepOf(timeline.eventAt(stop));
  const location = locationOf(report, event);
  return (
    <section class="selected">
      <h2>
        {event.is_step
          ? `Step ${step} of ${timeline.steps}`
          : event.kind === "note"
            ? "Said by the model"
            : step === 0
              ? "Before the first step"
              : `Within step ${step}`}
        <span class={`badge thread-${event.thread % 8}`}>T{event.thread}</span>
        {reason && <span class="reason">{reason}</span>}
      </h2>
      <p class="what">{textOf(event)}</p>
      {location !== null && <Source location={location} />}
      <Relations view={view} />
      <Hidden view={view} event={event} />
    </section>
  );
}

function Source({ location }: { location: Location }) {
  return (
    <figure class="source">
      <figcaption>
        <code>{placeOf(location)}</code> {location.function}
      </figcaption>
      {location.source && (
        <pre>
          <span class="line-number">{location.line}</span>
          <span>{location.source.trim()}</span>
        </pre>
      )}
    </figure>
  );
}

function Relations({ view }: { view: View }) {
  const { report, timeline } = view;
  const selected = timeline.eventAt(view.stop);
  const arrows = arrowsAt(view.arrows, selected);
  const racing = racesWith(report, selected);
  if (arrows.length === 0 && racing === null) return null;
  const link = (to: number) => (
    <button type="button" class="link" onClick={() => view.selectEvent(to)}>
      {eventName(report, timeline, to)}
    </button>
  );
  return (
    <ul class="relations">
      {racing !== null && <li class="race">races with {link(racing)}</li>}
      {arrows.map((arrow) => {
        const is_later = arrow.to === selected;
        const other = is_later ? arrow.from : arrow.to;
        const words = said(report, arrow, is_later);
        const of = report.events[other];
        return (
          <li key={`${arrow.relation} ${arrow.from} ${arrow.to}`} class={arrow.relation}>
            {words.before} {link(other)}
            {words.after}
            {of?.is_step && `: ${textOf(of)}`}
          </li>
        );
      })}
    </ul>
  );
}

/** How much plain memory a step touches that the list does not show. */
function Hidden({ view, event }: { view: View; event: Event }) {
  const first = view.timeline.eventAt(view.stop);
  const hidden = view.report.events.slice(first + 1, view.timeline.throughAt(view.stop) + 1).filter(isPlain);
  if (hidden.length === 0) return null;
  const objects = [...new Set(hidden.map((each) => each.object ?? ""))].filter((each) => each !== event.object);
  return (
    <p class="hidden">
      then {hidden.length} plain {hidden.length === 1 ? "access" : "accesses"}
      {objects.length > 0 && `: ${objects.slice(0, 4).join(", ")}${objects.length > 4 ? ", …" : ""}`}
    </p>
  );
}
