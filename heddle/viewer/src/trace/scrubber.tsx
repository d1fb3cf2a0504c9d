// SPDX-License-Identifier: BSD-3-Clause
import { useMemo } from "preact/hooks";
import { textOf } from "../model/timeline";
import { startInWords, switchBefore } from "../model/words";
import type { View } from "./view";

const KEYS: [string, string, string][] = [
  ["j", "k", "step"],
  ["n", "p", "conflict"],
  ["t", "T", "thread"],
];

/** A slider over the stops. Above it who runs, marks of switches, and where threads meet. */
export function Scrubber({ view }: { view: View }) {
  const { report, timeline, stop } = view;
  const last = timeline.stops.length - 1;
  const event = report.events[timeline.eventAt(stop)];
  const marks = useMemo(() => <Marks view={view} />, [report, timeline, view.conflicts]);
  const at = timeline.stops[stop]?.stop;
  const step = at?.kind === "event" ? at.step : 0;
  const said = event === undefined ? startInWords(report) : `T${event.thread}: ${textOf(event)}`;
  return (
    <nav class="scrubber" aria-label="Steps in time">
      <div class="track">
        <svg class="marks" viewBox={`0 0 ${Math.max(last, 1)} 12`} preserveAspectRatio="none" aria-hidden="true">
          {marks}
        </svg>
        <input
          type="range"
          min="0"
          max={last}
          value={stop}
          aria-label="Step"
          aria-valuetext={said}
          onInput={(e) => view.select(Number(e.currentTarget.value))}
        />
      </div>
      <div class="under">
        <span class="buttons">
          <button type="button" onClick={() => view.move("previous-step")} aria-label="Previous step">
            ◂
          </button>
          <span class="position">
            step {step} / {timeline.steps}
          </span>
          <button type="button" onClick={() => view.move("next-step")} aria-label="Next step">
            ▸
          </button>
        </span>
        <span class="scrubber-legend" aria-hidden="true">
          <span class="mark-switch" /> switch <span class="mark-meet" />{" "}
          {report.conflict === null ? "conflict" : "its two accesses"} <span class="mark-end" />{" "}
          {report.violation.verdict}
        </span>
        <span class="keys">
          {KEYS.map(([forth, back, what]) => (
            <span key={what}>
              <kbd>{forth}</kbd> <kbd>{back}</kbd> {what}
            </span>
          ))}
        </span>
      </div>
    </nav>
  );
}

function Marks({ view }: { view: View }) {
  const { report, timeline, conflicts } = view;
  const last = Math.max(timeline.stops.length - 1, 1);
  const share = (i: number) => ({ from: Math.max(0, i - 0.5), to: Math.min(last, i + 0.5) });
  const meeting = new Set(conflicts.map((event) => timeline.lineOf(event)));
  const width = (pixels: number) => (pixels * last) / 1000; // of a track of a thousand pixels
  return (
    <>
      {timeline.stops.map(({ line }, i) => {
        const thread = report.events[timeline.eventAt(i)]?.thread;
        return (
          <g key={i}>
            {thread !== undefined && (
              <rect
                class={`ran fill-${thread % 8}`}
                x={share(i).from}
                y="7"
                width={share(i).to - share(i).from}
                height="4"
              />
            )}
            {switchBefore(timeline, line) !== null && (
              <rect class="mark-switch" x={i - 0.5 - width(1)} y="0" width={width(2)} height="12" />
            )}
            {meeting.has(line) && <rect class="mark-meet" x={i - width(3)} y="1" width={width(6)} height="5" />}
          </g>
        );
      })}
      <rect class="mark-end" x={last + width(3)} y="0" width={width(5)} height="12" />
    </>
  );
}
