// SPDX-License-Identifier: BSD-3-Clause
import type { Cell, MatrixReport } from "../data/matrix";
import { signInWords, type CellTable } from "../model/matrix_table";
import { count } from "../model/words";
import { grouped } from "../common/numbers";

export interface Selected {
  fault: string;
  model: string;
}

interface Props {
  report: MatrixReport;
  cells: CellTable;
  selected: Selected | null;
}

/** The selected cell: what the fault is, what it does to the model, and the command that shows it. */
export function Details({ report, cells, selected }: Props) {
  const fault = report.faults.find((each) => each.name === selected?.fault);
  const model = report.models.find((each) => each.name === selected?.model);
  if (fault === undefined || model === undefined) {
    return (
      <aside class="details" aria-label="Details of a cell">
        <p class="none">Select a cell: click it, or come to it with Tab and go on with the arrow keys.</p>
      </aside>
    );
  }
  const cell = cells.at(fault, model);
  return (
    <aside class="details" aria-label="Details of a cell">
      <h2>{fault.name}</h2>
      <p class="change">{fault.change}</p>
      <p class="changes">
        {fault.changes.map((change) => (
          <code key={change}>{change}</code>
        ))}
      </p>
      <p>
        {fault.kind}, {fault.state}: touches {count(fault.touched, "model")}, found in {fault.found}
        {fault.shortest_in !== null && `; shortest in ${fault.shortest_in}`}.
      </p>
      <h3>in {model.name}</h3>
      <p class={`outcome ${cell?.outcome ?? "untouched"}`}>{signInWords(cell)}</p>
      {cell === undefined ? (
        <p>No execution of the model asks about what this changes.</p>
      ) : (
        <CellDetails cell={cell} />
      )}
      <p class="none">
        As shipped the model has {model.verdict}, {model.exhausted ? "exhausted" : "not exhausted"} after{" "}
        {grouped(model.executions)} executions.
      </p>
    </aside>
  );
}

function CellDetails({ cell }: { cell: Cell }) {
  return (
    <>
      {cell.message && <p class="message">{cell.message}</p>}
      <p>
        {cell.steps !== null && `${count(cell.steps, "step")}; `}
        {grouped(cell.executions)} executions of dpor, {grouped(cell.blocked)} blocked.
      </p>
      <table class="ways-of-cell">
        <caption>Other ways of looking</caption>
        <tbody>
          {Object.entries(cell.ways).map(([way, { outcome, executions }]) => (
            <tr key={way}>
              <th scope="row">{way}</th>
              <td>{outcome === "undecided" ? "not found" : outcome}</td>
              <td>{count(executions, "execution")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Look again</h3>
      <pre class="command">{cell.command}</pre>
    </>
  );
}
