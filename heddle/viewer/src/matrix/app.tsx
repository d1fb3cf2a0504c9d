// SPDX-License-Identifier: BSD-3-Clause
import { useMemo, useState } from "preact/hooks";
import type { MatrixReport } from "../data/matrix";
import {
  ASKED,
  CellTable,
  columnsOf,
  foundByWay,
  ORDERS,
  rowsOf,
  type Filter,
  type Order,
} from "../model/matrix_table";
import { choices, Search, Select } from "../common/fields";
import { ProducedBy } from "../common/produced_by";
import { ThemeButton } from "../common/theme";
import { Details, type Selected } from "./details";
import { Grid } from "./grid";
import { Signs } from "./signs";
import { Summary } from "./summary";

export function App({ report }: { report: MatrixReport }) {
  const [filter, setFilter] = useState<Filter>({ text: "", state: ASKED, kind: "all", revision: "all" });
  const [order, setOrder] = useState<Order>("catalogue");
  const [selected, setSelected] = useState<Selected | null>(null);
  const cells = useMemo(() => new CellTable(report), [report]);
  const by_way = useMemo(() => foundByWay(report), [report]);
  const rows = useMemo(() => rowsOf(report, filter, order), [report, filter, order]);
  const columns = useMemo(() => columnsOf(report, filter), [report, filter]);
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change });
  return (
    <>
      <header class="top">
        <div class="top-line">
          <span class="brand">Heddle</span>
          <span class="program">necessity matrix</span>
          <ThemeButton />
        </div>
        <Summary report={report} />
      </header>
      <main class="matrix">
        <form class="fields" onSubmit={(e) => e.preventDefault()}>
          <Search label="name or change" value={filter.text} onChange={(text) => set({ text })} />
          <Select
            label="state"
            value={filter.state}
            options={[[ASKED, "asked about in some model"], ...choices(report.faults.map((fault) => fault.state))]}
            onChange={(state) => set({ state })}
          />
          <Select
            label="kind"
            value={filter.kind}
            options={choices(report.faults.map((fault) => fault.kind))}
            onChange={(kind) => set({ kind })}
          />
          <Select
            label="revision"
            value={filter.revision}
            options={choices(report.models.flatMap((model) => (model.revision === null ? [] : [model.revision])))}
            onChange={(revision) => set({ revision })}
          />
          <Select label="order" value={order} options={ORDERS} onChange={setOrder} />
          <output class="shown" aria-live="polite">
            {rows.length} of {report.faults.length} rows, {columns.length} of {report.models.length} models
          </output>
        </form>
        <Signs report={report} />
        <div class="beside">
          <Grid
            report={report}
            rows={rows}
            columns={columns}
            cells={cells}
            by_way={by_way}
            selected={selected}
            onSelect={setSelected}
          />
          <Details report={report} cells={cells} selected={selected} />
        </div>
      </main>
      <ProducedBy of={report} />
    </>
  );
}
