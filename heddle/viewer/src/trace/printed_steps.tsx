// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";
import type { HeapHistory } from "../model/heap_history";
import { changesInWords } from "../model/heap_changes";
import { textOf, type Timeline } from "../model/timeline";
import { placeOf, waitInWords } from "../model/words";

interface Props {
  report: Report;
  timeline: Timeline;
  history: HeapHistory;
}

/** All lines as a table, on paper only. */
export function PrintedSteps({ report, timeline, history }: Props) {
  let through = -1;
  return (
    <table class="printed">
      <caption>All steps, in the order in which they took effect</caption>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Thread</th>
          <th scope="col">What</th>
          <th scope="col">Where</th>
          <th scope="col">Changes of the heap</th>
        </tr>
      </thead>
      <tbody>
        {timeline.lines.map((line, i) => {
          if (line.kind === "start") {
            through = line.through;
            return null;
          }
          if (line.kind === "switch") {
            return (
              <tr key={i} class="switch">
                <td colSpan={5}>{line.reason}</td>
              </tr>
            );
          }
          if (line.kind === "end") return null;
          const event = report.events[line.event];
          if (event === undefined) return null;
          const before = history.after(through);
          const after = history.after(line.through);
          through = line.through;
          return (
            <tr key={i} class={event.is_step ? "step" : "note"}>
              <td>{event.is_step ? line.step : ""}</td>
              <td>T{event.thread}</td>
              <td>{textOf(event)}</td>
              <td>
                {event.location && (
                  <>
                    {placeOf(event.location)}
                    <br />
                    {event.location.function}
                  </>
                )}
              </td>
              <td>{before && after ? changesInWords(before, after).join("; ") : ""}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={5}>
            <strong>{report.violation.verdict}</strong>: {report.violation.message}
            {report.waits.map((wait, i) => (
              <div key={i}>{waitInWords(wait)}</div>
            ))}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
