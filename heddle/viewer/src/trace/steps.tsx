// SPDX-License-Identifier: BSD-3-Clause
import { useEffect, useMemo, useRef } from "preact/hooks";
import { lanesFor, laneX, LINE_HEIGHT } from "../model/geometry";
import { locksOf, type Lock } from "../model/lock_spans";
import { foundInWords, switchInWords, waitInWords } from "../model/words";
import { Gutter } from "./gutter";
import { keepInView } from "./keep_in_view";
import { StepLine } from "./step_line";
import type { View } from "./view";

/** The list of lines, with the lanes drawn beside it. The selected one is kept in view. */
export function Steps({ view }: { view: View }) {
  const { report, timeline, stop } = view;
  const lanes = lanesFor(report.threads);
  const found = foundInWords(report);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = scroller.current;
    const row = list?.querySelector<HTMLElement>("[aria-current]");
    if (!list || !row) return;
    keepInView(list, row);
    // Focus goes along, but is not drawn away from elsewhere.
    if (list.contains(document.activeElement)) row.focus({ preventScroll: true });
  }, [stop, timeline]);

  const rows = useMemo(() => timeline.stops.map((_, i) => rowOf(view, i, false)), [report, timeline, view.select]);
  const rowOfLine = (line: number) => {
    const i = timeline.stopOnLine(line);
    return i === stop ? rowOf(view, i, true) : rows[i];
  };
  return (
    <div class="scroller" ref={scroller} style={{ "--gutter": `${lanes.width}px`, "--line": `${LINE_HEIGHT}px` }}>
      <div class="lane-names" aria-hidden="true">
        {Array.from({ length: report.threads }, (_, thread) => (
          <span key={thread} class={`thread-${thread % 8}`} style={{ left: `${laneX(lanes, thread)}px` }}>
            T{thread}
          </span>
        ))}
        <LockNames locks={locksOf(view.spans)} />
      </div>
      <div class="lanes">
        <Gutter view={view} lanes={lanes} />
        <ol class="lines">
          {timeline.lines.map((line, i) => {
            switch (line.kind) {
              case "switch":
                return (
                  <li key={i} class="switch">
                    <span>{switchInWords(line)}</span>
                  </li>
                );
              case "end":
                return (
                  <li key={i} class="end">
                    <strong>{report.violation.verdict}</strong> {found && <em>{found}: </em>}
                    {report.violation.message}
                  </li>
                );
              default:
                return rowOfLine(i);
            }
          })}
          {report.waits.map((wait, i) => (
            <li key={`wait-${i}`} class="end wait">
              {waitInWords(wait)}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function rowOf(view: View, stop: number, is_current: boolean) {
  const at = view.timeline.stops[stop];
  if (at === undefined) return null;
  return (
    <StepLine
      key={at.line}
      report={view.report}
      timeline={view.timeline}
      line={at.stop}
      is_current={is_current}
      onSelect={() => view.select(stop)}
    />
  );
}

/** What the bars beside the lanes stand for. */
function LockNames({ locks }: { locks: readonly Lock[] }) {
  return (
    <div class="lock-names">
      {locks.length > 0 && "held: "}
      {locks.map(({ name, look }) => (
        <b key={name}>
          <svg width="6" height="14">
            <line class={`span span-${look % 4}`} x1="3" x2="3" y1="0" y2="14" />
          </svg>
          {name}
        </b>
      ))}
    </div>
  );
}
