// SPDX-License-Identifier: BSD-3-Clause
//
// heddle-matrix/1 (docs/formats.md).

export type Outcome = "found" | "silent" | "undecided";
export type RowState = Outcome | "untouched";

export interface MeasuredRun {
  as: string;
  seconds: number;
}

export interface Model {
  name: string;
  revision: string | null;
  verdict: string;
  exhausted: boolean;
  executions: number;
  blocked: number;
  budget: number;
}

export interface Fault {
  name: string;
  kind: string;
  change: string;
  changes: string[];
  state: RowState;
  touched: number;
  found: number;
  stress: Record<string, MeasuredRun | null> | null;
  shortest_in: string | null;
}

export interface Cell {
  fault: string;
  model: string;
  outcome: Outcome;
  verdict: string | null;
  preemptions: number | null;
  steps: number | null;
  fewest: boolean;
  message: string | null;
  executions: number;
  blocked: number;
  ways: Record<string, { outcome: Outcome; executions: number }>;
  command: string;
}

export interface MatrixReport {
  format: string;
  heddle: string;
  commit: string;
  compiler: string;
  relacy: string;
  options: string;
  seed: number;
  limits: { executions: number | null; seconds: number | null; max_steps: number; depth: number };
  budget: number | null;
  ways: string[];
  stress: { date: string; machine: string; seconds: number; jobs: number } | null;
  models: Model[];
  faults: Fault[];
  cells: Cell[];
  summary: {
    rows: Record<RowState, number>;
    cells: number;
    found_by: Record<string, { rows: number; cells: number }>;
    seconds: number;
  };
}
