// SPDX-License-Identifier: BSD-3-Clause
import { useMemo } from "preact/hooks";
import { arrowsAt } from "../model/arrows";
import { curve, laneX, LINE_HEIGHT, lineY, lockX, type Lanes } from "../model/geometry";
import { locksOf } from "../model/lock_spans";
import { signOf } from "../model/signs";
import { Glyph } from "./glyph";
import type { View } from "./view";

/** The lanes: a line for each thread, what it holds beside it, its events on it, arrows between. */
export function Gutter({ view, lanes }: { view: View; lanes: Lanes }) {
  const height = view.timeline.lines.length * LINE_HEIGHT;
  // What does not depend on the selected step, the same node at each.
  const drawn = useMemo(
    () => (
      <g>
        <Threads view={view} lanes={lanes} height={height} />
        <Spans view={view} lanes={lanes} height={height} />
        <Signs view={view} lanes={lanes} />
      </g>
    ),
    [view.report, view.timeline],
  );
  return (
    <svg class="gutter" width={lanes.width} height={height} aria-hidden="true">
      <ArrowHeads />
      {drawn}
      <Halo view={view} lanes={lanes} />
      <Arrows view={view} lanes={lanes} />
    </svg>
  );
}

function ArrowHeads() {
  return (
    <defs>
      {["happens-before", "reads-from", "not-seen"].map((relation) => (
        <marker
          key={relation}
          id={`head-${relation}`}
          class={`head ${relation}`}
          viewBox="0 0 8 8"
          refX="6"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8z" />
        </marker>
      ))}
    </defs>
  );
}

/** A lane is drawn strong while its thread runs. */
function Threads({ view, lanes, height }: { view: View; lanes: Lanes; height: number }) {
  const { report, timeline } = view;
  const runs: { thread: number; from: number; to: number }[] = [];
  timeline.lines.forEach((line, i) => {
    if (line.kind !== "event") return;
    const thread = report.events[line.event]?.thread ?? 0;
    const last = runs[runs.length - 1];
    if (last !== undefined && last.thread === thread) last.to = i;
    else runs.push({ thread, from: i, to: i });
  });
  return (
    <g>
      {Array.from({ length: report.threads }, (_, thread) => {
        const x = laneX(lanes, thread);
        return <line key={thread} class="lane" x1={x} x2={x} y1={LINE_HEIGHT} y2={height - LINE_HEIGHT} />;
      })}
      {runs.map((run) => {
        const x = laneX(lanes, run.thread);
        return (
          <line
            key={run.from}
            class={`run stroke-${run.thread % 8}`}
            x1={x}
            x2={x}
            y1={lineY(run.from)}
            y2={lineY(run.to)}
          />
        );
      })}
    </g>
  );
}

function Spans({ view, lanes, height }: { view: View; lanes: Lanes; height: number }) {
  const looks = new Map(locksOf(view.spans).map(({ name, look }) => [name, look]));
  return (
    <g>
      {view.spans.map((span) => {
        const look = looks.get(span.lock) ?? 0;
        const x = lockX(lanes, span.thread, look);
        const y1 = lineY(view.timeline.lineOf(span.from)) - 4;
        const y2 = span.to === null ? height - LINE_HEIGHT : lineY(view.timeline.lineOf(span.to)) + 4;
        return (
          <line key={`${span.from} ${span.lock}`} class={`span span-${look % 4}`} x1={x} x2={x} y1={y1} y2={y2}>
            <title>
              T{span.thread} holds {span.lock}
            </title>
          </line>
        );
      })}
    </g>
  );
}

function Signs({ view, lanes }: { view: View; lanes: Lanes }) {
  const { report, timeline } = view;
  return (
    <g>
      {timeline.lines.map((line, i) => {
        const event = line.kind === "event" ? report.events[line.event] : undefined;
        if (event === undefined) return null;
        const x = laneX(lanes, event.thread);
        return (
          <g key={i} class={`sign fill-${event.thread % 8}`}>
            <Glyph sign={signOf(event)} x={x} y={lineY(i)} />
          </g>
        );
      })}
    </g>
  );
}

/** A ring around the sign of the selected step. */
function Halo({ view, lanes }: { view: View; lanes: Lanes }) {
  const { report, timeline, stop } = view;
  const event = report.events[timeline.eventAt(stop)];
  if (event === undefined) return null;
  const y = lineY(timeline.stops[stop]?.line ?? 0);
  return <circle class="halo" cx={laneX(lanes, event.thread)} cy={y} r="9" />;
}

function Arrows({ view, lanes }: { view: View; lanes: Lanes }) {
  const { report, timeline, arrows, stop, all_arrows } = view;
  const current = arrowsAt(arrows, timeline.eventAt(stop));
  const pointOf = (event: number) => ({
    x: laneX(lanes, report.events[event]?.thread ?? 0),
    y: lineY(timeline.lineOf(event)),
  });
  const [one, other] = report.conflict ?? [null, null];
  return (
    <g>
      {one !== null && other !== null && <path class="arrow race" d={curve(pointOf(one), pointOf(other), "race")} />}
      {(all_arrows ? arrows : current).map((arrow) => {
        const from = pointOf(arrow.from);
        const to = pointOf(arrow.to);
        const is_faint = all_arrows && !current.includes(arrow);
        return (
          <path
            key={`${arrow.relation} ${arrow.from} ${arrow.to}`}
            class={`arrow ${arrow.relation}${is_faint ? " faint" : ""}`}
            d={curve(from, to, arrow.relation)}
            marker-end={`url(#head-${arrow.relation})`}
          />
        );
      })}
    </g>
  );
}
