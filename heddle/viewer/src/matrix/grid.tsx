// SPDX-License-Identifier: BSD-3-Clause
import { useMemo, useRef } from "preact/hooks";
import type { Fault, MatrixReport, Model } from "../data/matrix";
import { neighbour } from "../model/grid_keys";
import type { CellTable } from "../model/matrix_table";
import type { Selected } from "./details";
import { GridRow } from "./grid_row";
import { STRESS_WAYS } from "./stress_ways";

interface Props {
  report: MatrixReport;
  rows: Fault[];
  columns: Model[];
  cells: CellTable;
  by_way: Map<string, Record<string, number>>;
  selected: Selected | null;
  onSelect: (selected: Selected) => void;
}

/** Faults down, models and other ways of looking across. Arrow keys go from cell to cell. */
export function Grid({ report, rows, columns, cells, by_way, selected, onSelect }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const stress = report.stress === null ? [] : STRESS_WAYS;
  const at = (row: number, column: number) => table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`);
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
  const rowOf = (fault: Fault, row: number, in_column: number, entry: number) => (
    <GridRow
      key={fault.name}
      report={report}
      fault={fault}
      row={row}
      columns={columns}
      cells={cells}
      found_by={by_way.get(fault.name) ?? {}}
      selected={in_column}
      entry={entry}
      onSelect={onSelect}
    />
  );
  // Rows that no selection touches stay the same nodes, and are not looked through again.
  const others = useMemo(
    () => rows.map((fault, row) => rowOf(fault, row, -1, -1)),
    [report, rows, columns, cells, by_way, onSelect],
  );
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
            {stress.map(([way, name], i) => (
              <th key={way} scope="col" class={i === 0 ? "upright way apart" : "upright way"}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((fault, row) =>
            row === selected_row || row === entry_row
              ? rowOf(fault, row, row === selected_row ? selected_column : -1, row === entry_row ? entry_column : -1)
              : others[row],
          )}
        </tbody>
      </table>
    </div>
  );
}
