// SPDX-License-Identifier: BSD-3-Clause
import { useRef } from "preact/hooks";
import type { Fault, MatrixReport, Model } from "../data/matrix";
import { signInWords, signOf, type CellTable } from "../model/matrix_table";
import { neighbour } from "../model/grid_keys";
import type { Selected } from "./details";

interface Props {
  report: MatrixReport;
  rows: Fault[];
  columns: Model[];
  cells: CellTable;
  by_way: Map<string, Record<string, number>>;
  selected: Selected | null;
  onSelect: (selected: Selected) => void;
}

const STRESS: Record<string, string> = {
  tsan: "ThreadSanitizer",
  "tsan-delays": "ThreadSanitizer, delays",
  oracles: "stress oracles, delays",
};

/** Faults down, models and other ways of looking across. Arrow keys go from cell to cell. */
export function Grid({ report, rows, columns, cells, by_way, selected, onSelect }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const stress = report.stress === null ? [] : Object.keys(STRESS);
  const at = (row: number, column: number) =>
    table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`);
  const selected_row = rows.findIndex((fault) => fault.name === selected?.fault);
  const selected_column = columns.findIndex((model) => model.name === selected?.model);
  const entry_row = Math.max(0, selected_row); // the one cell that Tab comes to
  const entry_column = selected_row < 0 ? 0 : Math.max(0, selected_column);
  const onKeyDown = (key: KeyboardEvent) => {
    const place = (key.target as HTMLElement).dataset.at;
    if (place === undefined) return;
    const [row = 0, column = 0] = place.split(" ").map(Number);
    const to = neighbour(key.key, row, column, rows.length, columns.length);
    if (to === null) return;
    key.preventDefault();
    const fault = rows[to.row];
    const model = columns[to.column];
    if (fault === undefined || model === undefined) return;
    onSelect({ fault: fault.name, model: model.name });
    at(to.row, to.column)?.focus();
  };
  if (rows.length === 0) return <p class="nothing">No row is like that.</p>;
  return (
    <div class="grid-scroller">
      <table class="grid" role="grid" ref={table} onKeyDown={onKeyDown} aria-label="Faults by models">
        <thead>
          <tr>
            <th scope="col" class="corner">
              fault
            </th>
            {columns.map((model) => (
              <th key={model.name} scope="col" class="upright">
                <span>{model.name}</span>
              </th>
            ))}
            {report.ways.map((way, i) => (
              <th key={way} scope="col" class={i === 0 ? "upright way apart" : "upright way"}>
                <span>{way}</span>
              </th>
            ))}
            {stress.map((way, i) => (
              <th key={way} scope="col" class={i === 0 ? "upright way apart" : "upright way"}>
                <span>{STRESS[way]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((fault, row) => (
            <tr key={fault.name} aria-selected={row === selected_row}>
              <th scope="row" title={fault.change}>
                {fault.name}
                {fault.state !== "found" && <span class="state"> {fault.state}</span>}
              </th>
              {columns.map((model, column) => {
                const cell = cells.at(fault, model);
                const is_selected = row === selected_row && column === selected_column;
                return (
                  <td
                    key={model.name}
                    role="gridcell"
                    class={`sign ${cell?.outcome ?? "untouched"}${is_selected ? " selected" : ""}`}
                    data-at={`${row} ${column}`}
                    tabIndex={row === entry_row && column === entry_column ? 0 : -1}
                    aria-selected={is_selected}
                    aria-label={signInWords(cell)}
                    onClick={() => onSelect({ fault: fault.name, model: model.name })}
                    onFocus={() => {
                      if (!is_selected) onSelect({ fault: fault.name, model: model.name });
                    }}
                  >
                    {signOf(cell)}
                  </td>
                );
              })}
              {report.ways.map((way, i) => {
                const found = (by_way.get(fault.name)?.[way] ?? 0) > 0;
                const sign = fault.touched === 0 ? "" : found ? "+" : ".";
                return <WayCell key={way} sign={sign} is_first={i === 0} />;
              })}
              {stress.map((way, i) => {
                const run = fault.stress?.[way];
                const sign = fault.stress === null ? "" : !run ? "." : run.as === "race" ? "R" : "+";
                return <WayCell key={way} sign={sign} is_first={i === 0} />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WAY_IN_WORDS: Record<string, string> = {
  "+": "found",
  R: "found as a data race",
  ".": "not found",
  "": "not looked for",
};

function WayCell({ sign, is_first }: { sign: string; is_first: boolean }) {
  const classes = ["sign", "way"];
  if (is_first) classes.push("apart");
  if (sign === "+" || sign === "R") classes.push("way-found");
  return (
    <td role="gridcell" class={classes.join(" ")} aria-label={WAY_IN_WORDS[sign]}>
      {sign}
    </td>
  );
}
