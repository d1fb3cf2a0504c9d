// SPDX-License-Identifier: BSD-3-Clause
import { useMemo, useState } from "preact/hooks";
import type { ResultReport } from "../data/result";
import { conclusionOf, sorted, stateOf, type Column } from "../model/conclusion";
import { choices, Search, Select } from "../common/fields";
import { seconds } from "../common/numbers";
import { ProducedBy } from "../common/produced_by";
import { ThemeButton } from "../common/theme";
import { Results } from "./results";

const STATES = [
  ["all", "all"],
  ["as expected", "as expected"],
  ["unexpected", "unexpected"],
  ["undecided", "undecided"],
] as const;

export function App({ report }: { report: ResultReport }) {
  const [text, setText] = useState("");
  const [kind, setKind] = useState("all");
  const [state, setState] = useState<(typeof STATES)[number][0]>("all");
  const [revision, setRevision] = useState("all");
  const [by, setBy] = useState<Column | null>(null);
  const [descending, setDescending] = useState(false);
  const conclusion = useMemo(() => conclusionOf(report.results), [report]);
  const shown = report.results.filter(
    (each) =>
      (kind === "all" || each.kind === kind) &&
      (state === "all" || stateOf(each) === state) &&
      (revision === "all" || each.revision === revision) &&
      `${each.name} ${each.model ?? ""} ${each.message}`.toLowerCase().includes(text.toLowerCase()),
  );
  const sort = (column: Column) => {
    setDescending(by === column ? !descending : false);
    setBy(column);
  };
  const total = report.summary.seconds;
  return (
    <>
      <header class="top">
        <div class="top-line">
          <span class="brand">Heddle</span>
          <span class="program">verification</span>
          <ThemeButton />
        </div>
        <h1 class={conclusion.is_good ? "good" : "bad"}>{conclusion.headline}</h1>
        <ul class="sentences">
          {conclusion.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p class="facts">
          {report.results.length} searches{typeof total === "number" && `, ${seconds(total)}`}
          {report.seed !== null && `, seed ${report.seed}`}: <code>heddle {report.options}</code>
        </p>
        <p class="facts">
          Not shown: larger heaps, other operations and more threads than the models have, and what the simulation of
          the memory model leaves out.
        </p>
      </header>
      <main class="verify">
        <form class="fields" onSubmit={(e) => e.preventDefault()}>
          <Search label="name or message" value={text} onChange={setText} />
          <Select
            label="kind"
            value={kind}
            options={choices(report.results.map((each) => each.kind))}
            onChange={setKind}
          />
          <Select label="state" value={state} options={STATES} onChange={setState} />
          <Select
            label="revision"
            value={revision}
            options={choices(report.results.flatMap((each) => (each.revision === null ? [] : [each.revision])))}
            onChange={setRevision}
          />
          <output class="shown" aria-live="polite">
            {shown.length} of {report.results.length} shown
          </output>
        </form>
        <Results results={sorted(shown, by, descending)} by={by} descending={descending} onSort={sort} />
      </main>
      <ProducedBy of={report} />
    </>
  );
}
