// SPDX-License-Identifier: BSD-3-Clause
import type { Fault, MatrixReport, Model } from "../data/matrix";
import { signInWords, signOf, type CellTable } from "../model/matrix_table";
import type { Selected } from "./details";
import { STRESS_WAYS } from "./stress_ways";

export interface RowProps {
  report: MatrixReport;
  fault: Fault;
  row: number;
  columns: Model[];
  cells: CellTable;
  found_by: Record<string, number>; // in how many of its cells each way has found something
  selected: number; // column of the selected cell, -1 if it is in no column of this row
  entry: number; // column of the cell that Tab comes to, -1 likewise
  onSelect: (selected: Selected) => void;
}

/** One fault: a cell for each model, then what other ways and real threads find. */
export function GridRow({ report, fault, row, columns, cells, found_by, selected, entry, onSelect }: RowProps) {
  return (
    <tr aria-selected={selected >= 0}>
      <th scope="row" title={fault.change}>
        {fault.name}
        {fault.state !== "found" && <span class="state"> {fault.state}</span>}
      </th>
      {columns.map((model, column) => {
        const cell = cells.at(fault, model);
        const is_selected = column === selected;
        const select = () => onSelect({ fault: fault.name, model: model.name });
        return (
          <td
            key={model.name}
            role="gridcell"
            class={`sign ${cell?.outcome ?? "untouched"}${is_selected ? " selected" : ""}`}
            data-at={`${row} ${column}`}
            tabIndex={column === entry ? 0 : -1}
            aria-selected={is_selected}
            aria-label={signInWords(cell)}
            onClick={select}
            onFocus={is_selected ? undefined : select}
          >
            {signOf(cell)}
          </td>
        );
      })}
      {report.ways.map((way, i) => {
        const sign = fault.touched === 0 ? "" : (found_by[way] ?? 0) > 0 ? "+" : ".";
        return <WayCell key={way} sign={sign} is_first={i === 0} />;
      })}
      {report.stress !== null &&
        STRESS_WAYS.map(([way], i) => {
          const run = fault.stress?.[way];
          const sign = fault.stress === null ? "" : !run ? "." : run.as === "race" ? "R" : "+";
          return <WayCell key={way} sign={sign} is_first={i === 0} />;
        })}
    </tr>
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
