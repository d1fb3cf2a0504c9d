// SPDX-License-Identifier: BSD-3-Clause
//
// heddle-result/1 (docs/formats.md).

export type Kind = "model" | "fault" | "finding" | "control" | "program" | "litmus";

export interface Result {
  kind: Kind;
  name: string;
  model: string | null;
  fault: string | null;
  revision: string | null;
  without: string | null;
  repairs: string[];
  strategy: string;
  expected: string[];
  verdict: string;
  as_expected: boolean;
  exhausted: boolean;
  bound: number | null;
  executions: number;
  blocked: number;
  traces: number | null;
  preemptions: number | null;
  steps: number | null;
  seconds: number;
  peak_bytes: number;
  trace_file: string | null;
  message: string;
}

export interface ResultReport {
  format: string;
  heddle: string;
  commit: string;
  compiler: string;
  relacy: string;
  options: string;
  seed: number | null;
  results: Result[];
  summary: Record<string, { as_expected: number; not_as_expected: number } | number>;
}
