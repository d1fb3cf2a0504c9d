// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";
import type { HeapHistory } from "../model/heap_history";
import { changesInWords } from "../model/heap_changes";
import { orderedAfter } from "../model/relations";
import { textOf, type EventLine, type Timeline } from "../model/timeline";
import { locationOf, placeOf, switchInWords, violationInWords, waitInWords } from "../model/words";

interface Props {
  report: Report;
  timeline: Timeline;
  history: HeapHistory;
}

/** All lines as a table, on paper only. */
export function PrintedSteps({ report, timeline, history }: Props) {
  const has_heap = report.heap !== null;
  const columns = ["Step", "Thread", "What, and after what", "Holds", "Where"];
  if (has_heap) columns.push("Changes of the heap");
  let through = -1;
  return (
    <table class="printed">
      <caption>All steps, in the order in which they took effect</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {timeline.lines.map((line, i) => {
          if (line.kind === "switch") {
            return (
              <tr key={i} class="switch">
                <td colSpan={columns.length}>{switchInWords(line)}</td>
              </tr>
            );
          }
          if (line.kind === "end") return null;
          const before = history.after(through);
          const after = history.after(line.through);
          through = line.through;
          if (line.kind === "start") return null;
          return (
            <tr key={i} class={report.events[line.event]?.is_step ? "step" : "note"}>
              <Printed report={report} timeline={timeline} line={line} />
              {has_heap && <td>{before && after ? changesInWords(before, after).join("; ") : ""}</td>}
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={columns.length}>
            <strong>{violationInWords(report)}</strong>
            {report.waits.map((wait, i) => (
              <div key={i}>{waitInWords(wait)}</div>
            ))}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Printed({ report, timeline, line }: { report: Report; timeline: Timeline; line: EventLine }) {
  const event = report.events[line.event];
  if (event === undefined) return null;
  const location = locationOf(report, event);
  const after = orderedAfter(report, timeline, line.event);
  return (
    <>
      <td>{event.is_step ? line.step : ""}</td>
      <td>T{event.thread}</td>
      <td class="code">
        {textOf(event)}
        {after.length > 0 && <div class="ordered">{after.join("; ")}</div>}
      </td>
      <td class="held">{(event.holds ?? []).join(", ")}</td>
      <td class="code place">
        {location !== null && (
          <>
            {placeOf(location)
              .split(/(?<=\/)/)
              .map((part) => [part, <wbr />])}
            <br />
            {location.function}
          </>
        )}
      </td>
    </>
  );
}
