// SPDX-License-Identifier: BSD-3-Clause
import type { MatrixReport } from "../data/matrix";
import { seconds } from "../common/numbers";

/** What the matrix comes to, and what each way of looking finds. */
export function Summary({ report }: { report: MatrixReport }) {
  const { rows, cells, found_by } = report.summary;
  const all = report.faults.length;
  return (
    <>
      <h1>
        {rows.found} of {all} rows found in some model, {rows.silent} silent in each model, {rows.undecided} undecided,{" "}
        {rows.untouched} in no model
      </h1>
      <p class="facts">
        Each row takes one decision, step or memory order out; each column is a model. {cells} cells where one touches
        the other, seed {report.seed}, {seconds(report.summary.seconds)}.
      </p>
      <details class="ways">
        <summary>What each way of looking finds, and the command</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">way</th>
              <th scope="col">rows</th>
              <th scope="col">cells</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(found_by).map(([way, found]) => (
              <tr key={way}>
                <th scope="row">{way}</th>
                <td>{found.rows}</td>
                <td>{found.cells}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          The ways other than dpor have as many executions as dpor takes for the model as shipped, unless a budget was
          given.
        </p>
        <p class="facts">
          <code>heddle {report.options}</code>
        </p>
      </details>
    </>
  );
}
