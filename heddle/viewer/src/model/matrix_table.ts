// SPDX-License-Identifier: BSD-3-Clause
import type { Cell, Fault, MatrixReport, Model } from "../data/matrix";

/** The sign of a cell, as the console prints it. */
export function signOf(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (cell.outcome === "silent") return ".";
  // Undecided after no executions: there was an error, or nobody has looked.
  if (cell.outcome === "undecided") return cell.executions === 0 && cell.message ? "!" : "?";
  const is_digit = cell.fewest && cell.preemptions !== null && cell.preemptions < 10;
  return is_digit ? String(cell.preemptions) : "*";
}

export function signInWords(cell: Cell | undefined): string {
  switch (signOf(cell)) {
    case "":
      return "makes no difference there";
    case ".":
      return "searched to the end and silent";
    case "?":
      return "undecided: a limit came first";
    case "!":
      return "no result";
    case "*":
      return `found: ${cell?.verdict}, fewest preemptions not known`;
    default:
      return `found: ${cell?.verdict} with ${cell?.preemptions} preemption${cell?.preemptions === 1 ? "" : "s"}`;
  }
}

/** Cells by fault and model. */
export class CellTable {
  private readonly cells = new Map<string, Cell>();

  constructor(report: MatrixReport) {
    for (const cell of report.cells) this.cells.set(`${cell.fault} ${cell.model}`, cell);
  }

  at(fault: Fault, model: Model): Cell | undefined {
    return this.cells.get(`${fault.name} ${model.name}`);
  }
}

/** In how many cells of a row each way has found something. */
export function foundByWay(report: MatrixReport): Map<string, Record<string, number>> {
  const found = new Map<string, Record<string, number>>();
  for (const cell of report.cells) {
    const row = found.get(cell.fault) ?? {};
    for (const [way, { outcome }] of Object.entries(cell.ways)) {
      row[way] = (row[way] ?? 0) + (outcome === "found" ? 1 : 0);
    }
    found.set(cell.fault, row);
  }
  return found;
}

export type Order = "catalogue" | "name" | "fewest" | "found" | "preemptions";

export const ORDERS: readonly (readonly [Order, string])[] = [
  ["catalogue", "as in the catalogue"],
  ["name", "name"],
  ["fewest", "found in fewest models first"],
  ["found", "found in most models first"],
  ["preemptions", "most preemptions needed first"],
];

/** Faults that some model asks about, found or not. */
export const ASKED = "asked about";

export interface Filter {
  text: string;
  state: string; // a state of a row, "all", or ASKED
  kind: string;
  revision: string;
}

export function rowsOf(report: MatrixReport, filter: Filter, order: Order): Fault[] {
  const columns = new Set(columnsOf(report, filter).map((model) => model.name));
  const touched = new Set<string>();
  const needed = new Map<string, number>();
  for (const cell of report.cells) {
    if (columns.has(cell.model)) touched.add(cell.fault);
    if (cell.preemptions !== null) {
      needed.set(cell.fault, Math.min(needed.get(cell.fault) ?? Infinity, cell.preemptions));
    }
  }
  const text = filter.text.toLowerCase();
  const rows = report.faults.filter(
    (fault) =>
      (filter.state === "all" ||
        (filter.state === ASKED ? fault.state !== "untouched" : fault.state === filter.state)) &&
      (filter.kind === "all" || fault.kind === filter.kind) &&
      (filter.revision === "all" || touched.has(fault.name)) &&
      `${fault.name} ${fault.change} ${fault.changes.join(" ")}`.toLowerCase().includes(text),
  );
  switch (order) {
    case "catalogue":
      return rows;
    case "name":
      return rows.sort((a, b) => a.name.localeCompare(b.name));
    case "fewest":
      return rows.sort((a, b) => a.found - b.found);
    case "found":
      return rows.sort((a, b) => b.found - a.found);
    case "preemptions":
      return rows.sort((a, b) => (needed.get(b.name) ?? -1) - (needed.get(a.name) ?? -1));
  }
}

export function columnsOf(report: MatrixReport, filter: Filter): Model[] {
  return report.models.filter((model) => filter.revision === "all" || model.revision === filter.revision);
}
