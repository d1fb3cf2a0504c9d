// SPDX-License-Identifier: BSD-3-Clause
import type { Result } from "../data/result";
import { reachInWords, stateOf, type Column } from "../model/conclusion";
import { grouped, seconds } from "../common/numbers";

interface Props {
  results: Result[];
  by: Column | null;
  descending: boolean;
  onSort: (column: Column) => void;
}

const COLUMNS: [Column | null, string][] = [
  ["state", "as expected"],
  ["kind", "kind"],
  ["name", "name"],
  ["verdict", "verdict"],
  [null, "search"],
  ["executions", "executions"],
  ["seconds", "time"],
];

const SIGN = { "as expected": "✓", unexpected: "✗", undecided: "?" } as const;

export function Results({ results, by, descending, onSort }: Props) {
  if (results.length === 0) return <p class="nothing">No search is like that.</p>;
  return (
    <div class="results-scroller">
      <table class="results">
        <thead>
          <tr>
            {COLUMNS.map(([column, name]) =>
              column === null ? (
                <th key={name} scope="col">
                  {name}
                </th>
              ) : (
                <th
                  key={name}
                  scope="col"
                  class={column === "executions" || column === "seconds" ? "figure" : ""}
                  aria-sort={by === column ? (descending ? "descending" : "ascending") : "none"}
                >
                  <button type="button" onClick={() => onSort(column)}>
                    {name}
                    <span aria-hidden="true">{by === column ? (descending ? " ▾" : " ▴") : ""}</span>
                  </button>
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {results.map((result, i) => (
            <ResultRow key={i} result={result} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ResultRow({ result }: { result: Result }) {
  const state = stateOf(result);
  const is_repair = result.repairs.length > 0;
  return (
    <tr class={state.replace(" ", "-")}>
      <td class="state">
        <span aria-hidden="true">{SIGN[state]}</span> {state}
      </td>
      <td>{is_repair ? "repair" : result.kind}</td>
      <th scope="row">
        {result.name}
        {result.model !== null && result.model !== result.name && <span class="in"> in {result.model}</span>}
        {result.without !== null && <span class="in"> without {result.without}</span>}
        {result.message !== "" && <span class="message">{result.message}</span>}
        {result.trace_file !== null && <code class="message">heddle replay {result.trace_file}</code>}
      </th>
      <td>{result.verdict}</td>
      <td>
        {reachInWords(result)}
        <span class="in"> {result.strategy}</span>
      </td>
      <td class="figure">
        {grouped(result.executions)}
        {result.blocked > 0 && <span class="in"> + {grouped(result.blocked)} blocked</span>}
      </td>
      <td class="figure">{seconds(result.seconds)}</td>
    </tr>
  );
}
