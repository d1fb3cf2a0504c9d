// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import type { Cell, Fault, MatrixReport } from "../src/data/matrix";
import { neighbour } from "../src/model/grid_keys";
import { ASKED, CellTable, columnsOf, foundByWay, rowsOf, signInWords, signOf } from "../src/model/matrix_table";

function cell(fault: string, model: string, more: Partial<Cell>): Cell {
  return {
    fault,
    model,
    outcome: "silent",
    verdict: null,
    preemptions: null,
    steps: null,
    fewest: false,
    message: null,
    executions: 3,
    blocked: 0,
    ways: {},
    command: "",
    ...more,
  };
}
function fault(name: string, more: Partial<Fault>): Fault {
  return {
    name,
    kind: "fault",
    change: `without ${name}`,
    changes: [],
    state: "found",
    touched: 1,
    found: 1,
    stress: null,
    shortest_in: null,
    ...more,
  };
}
const FOUND = { outcome: "found", verdict: "race", fewest: true } as const;
const REPORT = {
  faults: [
    fault("b", { found: 3 }),
    fault("a", { state: "silent", found: 0 }),
    fault("c", { kind: "step", state: "untouched" }),
  ],
  models: [
    { name: "m", revision: "R4" },
    { name: "r1/m", revision: "R1" },
  ],
  cells: [
    cell("b", "m", { ...FOUND, preemptions: 1, ways: { random: { outcome: "found", executions: 1 } } }),
    cell("b", "r1/m", { ...FOUND, preemptions: 2, ways: { random: { outcome: "undecided", executions: 9 } } }),
    cell("a", "m", {}),
    cell("c", "r1/m", { ...FOUND, preemptions: 2 }),
  ],
} as unknown as MatrixReport;
const ALL = { text: "", state: "all", kind: "all", revision: "all" };

test("cells have the signs of the console, and words besides", () => {
  const said = (more: Partial<Cell>) => [signOf(cell("a", "m", more)), signInWords(cell("a", "m", more))];
  assert.deepEqual(said({ ...FOUND, preemptions: 1 }), ["1", "found: race with 1 preemption"]);
  assert.deepEqual(said({ ...FOUND, preemptions: 1, fewest: false }), [
    "*",
    "found: race, fewest preemptions not known",
  ]);
  assert.equal(said({ ...FOUND, preemptions: 10 })[0], "*");
  assert.deepEqual(said({}), [".", "searched to the end and silent"]);
  assert.equal(said({ outcome: "undecided" })[0], "?");
  assert.equal(said({ outcome: "undecided", executions: 0, message: "no result" })[0], "!");
  assert.deepEqual([signOf(undefined), signInWords(undefined)], ["", "makes no difference there"]);
});

test("rows are filtered and ordered", () => {
  const names = (filter: object, order: Parameters<typeof rowsOf>[2] = "catalogue") =>
    rowsOf(REPORT, { ...ALL, ...filter }, order)
      .map((each) => each.name)
      .join("");
  assert.equal(names({}), "bac");
  assert.equal(names({}, "name"), "abc");
  assert.equal(names({}, "fewest"), "acb");
  assert.equal(names({}, "found"), "bca");
  assert.equal(names({}, "preemptions"), "cba");
  assert.equal(names({ state: "silent" }), "a");
  assert.equal(names({ state: ASKED }), "ba"); // not the one that is untouched
  assert.equal(names({ kind: "step" }), "c");
  assert.equal(names({ text: "WITHOUT B" }), "b");
  assert.equal(names({ revision: "R1" }), "bc"); // those that models of R1 ask about
  assert.deepEqual(
    columnsOf(REPORT, { ...ALL, revision: "R1" }).map((each) => each.name),
    ["r1/m"],
  );
});

test("cells by row and column, and what each way has found", () => {
  const table = new CellTable(REPORT);
  assert.equal(table.at(REPORT.faults[0]!, REPORT.models[1]!)?.preemptions, 2);
  assert.equal(table.at(REPORT.faults[1]!, REPORT.models[1]!), undefined);
  assert.deepEqual(foundByWay(REPORT).get("b"), { random: 1 });
});

test("arrow keys stay in the grid", () => {
  assert.deepEqual(neighbour("ArrowDown", 1, 1, 3, 3), { row: 2, column: 1 });
  assert.deepEqual(neighbour("ArrowDown", 2, 1, 3, 3), { row: 2, column: 1 });
  assert.deepEqual(neighbour("ArrowLeft", 0, 0, 3, 3), { row: 0, column: 0 });
  assert.deepEqual(neighbour("End", 1, 0, 3, 3), { row: 1, column: 2 });
  assert.equal(neighbour("x", 1, 0, 3, 3), null);
});
