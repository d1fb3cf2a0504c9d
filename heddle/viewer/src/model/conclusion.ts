// SPDX-License-Identifier: BSD-3-Clause
//
// What the results of a verification show, and what they do not. "Verified" is said of searches
// that have seen everything, and of no other.
import type { Kind, Result } from "../data/result";
import { count } from "./words";

export type State = "as expected" | "unexpected" | "undecided";

export function stateOf(result: Result): State {
  if (result.as_expected) return "as expected";
  // Nothing was found, and not everything was seen: a limit came first.
  return result.verdict === "pass" && !result.exhausted ? "undecided" : "unexpected";
}

const isSampling = (result: Result) => /^(random|pct)/.test(result.strategy);

/** Everything was seen, without a bound. */
export function isExhausted(result: Result): boolean {
  return result.exhausted && result.bound === null && !/^relacy-bound/.test(result.strategy);
}

/** How far a search went, in words. */
export function reachInWords(result: Result): string {
  if (result.verdict !== "pass") {
    if (result.preemptions === null) return "found";
    return `found with ${count(result.preemptions, "preemption")}, ${count(result.steps ?? 0, "step")}`;
  }
  if (result.bound !== null) {
    const within = `within ${count(result.bound, "preemption")}`;
    return result.exhausted ? `bounded: all ${within}` : `bounded ${within}, a limit came first`;
  }
  if (result.exhausted) return "exhausted";
  return isSampling(result) ? "sampled" : "a limit came first";
}

export interface Conclusion {
  headline: string;
  is_good: boolean;
  sentences: string[];
}

function shownOfModels(models: readonly Result[]): string {
  const violated = models.filter((each) => stateOf(each) === "unexpected");
  if (violated.length > 0) return "Shown: the design, or a model of it, is broken.";
  const undecided = models.filter((each) => stateOf(each) === "undecided");
  if (undecided.length > 0) {
    return `Nothing is shown about ${count(undecided.length, "model")} whose search a limit ended.`;
  }
  const exhausted = models.filter(isExhausted).length;
  if (exhausted === models.length) {
    const relacys = models.some((each) => each.strategy.startsWith("relacy"));
    return `Verified, for ${count(exhausted, "model")}: no interleaving ${
      relacys ? "that Relacy's full search explores " : ""
    }breaks the design.`;
  }
  const rest = models.length - exhausted;
  if (exhausted > 0) {
    return `Verified, for ${exhausted} of ${count(models.length, "model")}: no interleaving breaks the design. ${count(rest, "model")} ${
      rest === 1 ? "was" : "were"
    } not explored to the end.`;
  }
  return models.some((each) => each.bound !== null)
    ? "Shown: no interleaving within the bound breaks the design. More preemptions were not explored."
    : "Shown: none of the sampled interleavings breaks the design.";
}

function tally(results: readonly Result[], what: string, done: string): string[] {
  if (results.length === 0) return [];
  const good = results.filter((each) => each.as_expected).length;
  const undecided = results.filter((each) => stateOf(each) === "undecided").length;
  return [`${good} of ${count(results.length, what)} ${done}${undecided > 0 ? ` (${undecided} undecided)` : ""}.`];
}

export function conclusionOf(results: readonly Result[]): Conclusion {
  const of = (kind: Kind, repaired = false) =>
    results.filter((each) => each.kind === kind && each.repairs.length > 0 === repaired);
  const models = of("model");
  const unexpected = results.filter((each) => stateOf(each) === "unexpected");
  const undecided = results.filter((each) => stateOf(each) === "undecided");
  const sentences = [
    ...tally(models, "model", `passed, ${models.filter(isExhausted).length} of them exhausted`),
    ...tally(of("fault"), "fault", "found"),
    ...tally(of("finding"), "finding", "reproduced: properties that a design as shipped does not have"),
    ...tally(of("finding", true), "finding", "repaired"),
    ...tally(of("control"), "control", "silent: changes that the design tolerates"),
    ...tally(of("program"), "program", "as expected"),
    ...tally(of("litmus"), "litmus test", "as expected"),
  ];
  for (const each of models) {
    if (each.as_expected && each.bound !== null && each.exhausted) {
      sentences.push(`Of ${each.name}: no interleaving within ${count(each.bound, "preemption")} breaks the design.`);
    }
  }
  const is_good = unexpected.length === 0 && undecided.length === 0;
  const headline = models.length > 0 ? shownOfModels(models) : is_good ? "All as expected." : "Not all is as expected.";
  sentences.push(
    unexpected.length === 0 ? "Unexpected: nothing." : `Unexpected: ${unexpected.map((each) => each.name).join(", ")}.`,
  );
  return { headline, is_good, sentences };
}

export type Column = "name" | "kind" | "verdict" | "executions" | "seconds" | "state";

/** Sorted by a column; results that are equal there stay in the order in which they ran. */
export function sorted(results: readonly Result[], by: Column | null, descending: boolean): Result[] {
  if (by === null) return [...results];
  const key = (each: Result) => (by === "state" ? stateOf(each) : each[by]);
  const compare = (a: Result, b: Result) => {
    const [x, y] = [key(a), key(b)];
    return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
  };
  return [...results].sort((a, b) => (descending ? -compare(a, b) : compare(a, b)));
}
