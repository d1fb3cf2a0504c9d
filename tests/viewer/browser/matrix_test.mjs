// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import { join } from "node:path";
import { reportFile, sampleOf } from "./report_file.mjs";
import { onPage, run } from "./suite.mjs";

const sample = sampleOf("matrix");
const file = reportFile("matrix", "matrix", sample);
const found = sample.cells.find((cell) => cell.outcome === "found");
const rows = (page) => page.texts(".grid tbody th");
const asked = sample.faults.filter((fault) => fault.state !== "untouched");
const place = (cell) => {
  const row = asked.findIndex((fault) => fault.name === cell.fault);
  const column = sample.models.findIndex((model) => model.name === cell.model);
  return `[data-at="${row} ${column}"]`;
};

onPage("rows are faults, columns are models and ways", file, {}, async (page, screenshot) => {
  assert.match(
    await page.text("h1"),
    new RegExp(`^${sample.summary.rows.found} of ${sample.faults.length} rows found`),
  );
  assert.equal((await rows(page)).length, asked.length);
  await page.choose("state", "all");
  assert.equal((await rows(page)).length, sample.faults.length);
  const columns = await page.texts(".grid thead th");
  assert.deepEqual(
    columns.slice(1, 1 + sample.models.length),
    sample.models.map((model) => model.name),
  );
  assert.deepEqual(columns.slice(1 + sample.models.length, 1 + sample.models.length + sample.ways.length), sample.ways);
  const drawn = (await page.texts(".grid td.sign[data-at]")).filter((sign) => sign !== "").length;
  assert.equal(drawn, sample.cells.length);
  await screenshot("matrix");
});

onPage("a cell is text, and says what it means", file, {}, async (page) => {
  const sign = found.fewest ? String(found.preemptions) : "*";
  assert.equal(await page.text(place(found)), sign);
  assert.match((await page.attributes(place(found), "aria-label"))[0], /^found: /);
});

onPage("a click shows a cell's details and command", file, { dark: true }, async (page, screenshot) => {
  await page.click(place(found));
  assert.equal(await page.text(".details h2"), found.fault);
  assert.equal(await page.text(".details .command"), found.command);
  assert.match(await page.text(".details"), new RegExp(`in ${found.model}`));
  assert((await page.text(".details")).includes(found.message));
  await screenshot("matrix-cell-dark");
});

onPage("arrow keys go from cell to cell", file, {}, async (page) => {
  await page.evaluate("document.querySelector('[data-at][tabindex=\"0\"]').focus()");
  const at = () => page.evaluate("document.activeElement.dataset.at");
  assert.equal(await at(), "0 0");
  await page.press("ArrowRight", "ArrowDown");
  assert.equal(await at(), "1 1");
  assert.equal(await page.text(".details h2"), asked[1].name);
  await page.press("ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft");
  assert.equal(await at(), "0 0");
  assert.equal(await page.evaluate("document.querySelectorAll('[data-at][tabindex=\"0\"]').length"), 1);
});

onPage("filtered and ordered", file, {}, async (page) => {
  const name = sample.faults[2].name;
  await page.click(".field input");
  await page.type(name);
  assert((await rows(page)).every((row) => row.includes(name)));
  await page.evaluate("document.querySelector('.field input').select()");
  await page.type("no such fault");
  assert.equal(await page.text(".nothing"), "No row is like that.");
  await page.evaluate("document.querySelector('.field input').select()");
  await page.press("Delete");
  await page.evaluate(`(() => {
    const field = document.querySelector(".field input");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  })()`);
  await page.drawn();
  await page.choose("order", "name");
  const names = (await rows(page)).map((row) => row.split(" ")[0]);
  assert.deepEqual(
    names,
    [...names].sort((a, b) => a.localeCompare(b)),
  );
  for (const state of new Set(sample.faults.map((fault) => fault.state))) {
    await page.choose("state", state);
    assert.equal((await rows(page)).length, sample.faults.filter((fault) => fault.state === state).length);
  }
});

onPage("700 pixels wide, and on paper", file, { width: 700, height: 900 }, async (page, screenshot, folder) => {
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(overflow, 0);
  await screenshot("matrix-narrow");
  await page.print(join(folder, "matrix.pdf"));
});

onPage("read out", file, {}, async (page) => {
  const nodes = await page.accessible();
  const has = (role, name) => nodes.some((node) => node.role === role && name.test(node.name));
  assert(has("grid", /^Faults by models$/));
  assert(has("gridcell", /^found: /));
  assert(has("rowheader", new RegExp(`^${asked[0].name}`)));
  assert(has("columnheader", new RegExp(`^${sample.models[0].name}`)));
});

await run();
