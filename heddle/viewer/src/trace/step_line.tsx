// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";
import { eventName } from "../model/relations";
import { textOf, type Stop, type Timeline } from "../model/timeline";
import { locationOf, startInWords } from "../model/words";

interface Props {
  report: Report;
  timeline: Timeline;
  line: Stop;
  is_current: boolean;
  onSelect: () => void;
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** One line that can be selected: an event, or the start. */
export function StepLine({ report, timeline, line, is_current, onSelect }: Props) {
  const common = {
    type: "button" as const,
    tabIndex: is_current ? 0 : -1,
    "aria-current": is_current ? ("step" as const) : undefined,
    onClick: onSelect,
  };
  if (line.kind === "start") {
    return (
      <li>
        <button {...common} class="line start">
          <span class="text">{startInWords(report)}</span>
        </button>
      </li>
    );
  }
  const event = report.events[line.event];
  if (event === undefined) return null;
  const location = locationOf(report, event);
  const is_conflict = report.conflict?.includes(line.event) ?? false;
  const classes = ["line", event.is_step ? "step" : event.kind === "note" ? "note" : "plain"];
  if (is_conflict) classes.push("conflict");
  return (
    <li>
      <button {...common} class={classes.join(" ")}>
        <span class="number">{event.is_step ? line.step : ""}</span>
        <span class={`badge thread-${event.thread % 8}`}>T{event.thread}</span>
        <span class="text" title={textOf(event)}>
          {is_conflict && <span class="sr">one of the two accesses of the race: </span>}
          {textOf(event)}
        </span>
        {event.newer !== undefined && <span class="older">older than {eventName(report, timeline, event.newer)}</span>}
        {location !== null && (
          <span class="place">
            {fileOf(location.file)}:{location.line}
          </span>
        )}
      </button>
    </li>
  );
}
