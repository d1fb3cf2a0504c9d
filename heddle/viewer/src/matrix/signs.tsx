// SPDX-License-Identifier: BSD-3-Clause
import type { MatrixReport } from "../data/matrix";

const SIGNS: [string, string, string][] = [
  ["0", "found", "0, 1, …: found with so few preemptions"],
  ["*", "found", "found, fewest not known"],
  [".", "silent", "searched to the end and silent"],
  ["?", "undecided", "a limit came first"],
  ["!", "undecided", "no result"],
  ["", "untouched", "makes no difference there"],
];

export function Signs({ report }: { report: MatrixReport }) {
  return (
    <ul class="signs">
      {SIGNS.map(([sign, state, words]) => (
        <li key={words}>
          <span class={`sign ${state}`} aria-hidden="true">
            {sign}
          </span>
          {words}
        </li>
      ))}
      <li>
        <span class="sign way" aria-hidden="true">
          +
        </span>
        found in some model by this way
      </li>
      {report.stress !== null && (
        <li>
          <span class="sign way" aria-hidden="true">
            R
          </span>
          as a data race, by real threads in runs of {report.stress.seconds} s on {report.stress.date}
        </li>
      )}
    </ul>
  );
}
