// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import test from "node:test";
import type { Result } from "../src/data/result";
import { conclusionOf, reachInWords, sorted, stateOf } from "../src/model/conclusion";

function result(more: Partial<Result>): Result {
  return {
    kind: "model",
    name: "m",
    model: "m",
    fault: null,
    revision: "R4",
    without: null,
    repairs: [],
    strategy: "dpor",
    expected: ["pass"],
    verdict: "pass",
    as_expected: true,
    exhausted: true,
    bound: null,
    executions: 1,
    blocked: 0,
    traces: null,
    preemptions: null,
    steps: null,
    seconds: 0,
    peak_bytes: 0,
    trace_file: null,
    message: "",
    ...more,
  };
}

const BOUNDED = { strategy: "bounded:2", bound: 2 };
const STOPPED = { exhausted: false, as_expected: false };
const BROKEN = { verdict: "race", exhausted: false, as_expected: false, preemptions: 1, steps: 9 };

test("verified is said of searches that have seen everything, and of no other", () => {
  const said = (...results: Partial<Result>[]) => conclusionOf(results.map(result)).headline;
  assert.equal(said({}, {}), "Verified, for 2 models: no interleaving breaks the design.");
  assert.match(said({}, BOUNDED), /^Verified, for 1 of 2 models:.* 1 model was not explored to the end\.$/);
  assert.doesNotMatch(said(BOUNDED), /Verified/);
  assert.doesNotMatch(said({ strategy: "random", exhausted: false }), /Verified/);
  assert.equal(said({}, STOPPED), "Nothing is shown about 1 model whose search a limit ended.");
  assert.equal(said({}, STOPPED, BROKEN), "Shown: the design, or a model of it, is broken.");
  assert.match(said({ strategy: "relacy-full" }), /that Relacy's full search explores/);
  assert.doesNotMatch(said({ strategy: "relacy-bound:2", bound: 2 }), /Verified/);
});

test("what is undecided is not unexpected", () => {
  assert.equal(stateOf(result({})), "as expected");
  assert.equal(stateOf(result(STOPPED)), "undecided");
  assert.equal(stateOf(result(BROKEN)), "unexpected");
  // A fault that was looked for to the end, and not found.
  assert.equal(stateOf(result({ kind: "fault", as_expected: false })), "unexpected");
});

test("how far a search went", () => {
  assert.equal(reachInWords(result({})), "exhausted");
  assert.equal(reachInWords(result(BOUNDED)), "bounded: all within 2 preemptions");
  assert.equal(reachInWords(result({ ...BOUNDED, ...STOPPED })), "bounded within 2 preemptions, a limit came first");
  assert.equal(reachInWords(result(STOPPED)), "a limit came first");
  assert.equal(reachInWords(result({ strategy: "random", exhausted: false })), "sampled");
  assert.equal(reachInWords(result(BROKEN)), "found with 1 preemption, 9 steps");
});

test("each kind has its count, and repairs their own", () => {
  const { sentences, is_good } = conclusionOf(
    [{}, { kind: "fault" }, { kind: "finding" }, { kind: "finding", repairs: ["f"], as_expected: false }].map((each) =>
      result(each as Partial<Result>),
    ),
  );
  assert.deepEqual(sentences, [
    "1 of 1 model passed, 1 of them exhausted.",
    "1 of 1 fault found.",
    "1 of 1 finding reproduced: properties that a design as shipped does not have.",
    "0 of 1 finding repaired.",
    "Unexpected: m.",
  ]);
  assert.equal(is_good, false);
});

test("sorting keeps the order of what is equal", () => {
  const results = [
    result({ name: "a", executions: 2 }),
    result({ name: "b", executions: 10 }),
    result({ name: "c", executions: 2 }),
  ];
  const names = (by: "executions" | "name", descending: boolean) =>
    sorted(results, by, descending)
      .map((each) => each.name)
      .join("");
  assert.equal(names("executions", false), "acb");
  assert.equal(names("executions", true), "bac");
  assert.equal(names("name", true), "cba");
});
