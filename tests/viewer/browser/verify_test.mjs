// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import { join } from "node:path";
import { reportFile, sampleOf } from "./report_file.mjs";
import { onPage, run } from "./suite.mjs";

const sample = sampleOf("verify");
const file = reportFile("verify", "verify", sample);
const rows = (page) => page.evaluate("document.querySelectorAll('.results tbody tr').length");

onPage("says what was shown", file, {}, async (page, screenshot) => {
  assert.equal(await page.text("h1"), "Verified, for 104 models: no interleaving breaks the design.");
  const sentences = await page.texts(".sentences li");
  assert(sentences.includes("104 of 104 models passed, 104 of them exhausted."));
  assert(sentences.includes("6 of 6 faults found."));
  assert(sentences.includes("Unexpected: nothing."));
  assert.equal(await rows(page), sample.results.length);
  await screenshot("verify");
});

onPage("filters by kind, state and words", file, {}, async (page) => {
  await page.choose("kind", "fault");
  assert.equal(await rows(page), 6);
  assert.match(await page.text(".shown"), /^6 of 112 shown$/);
  await page.choose("state", "unexpected");
  assert.equal(await page.text(".nothing"), "No search is like that.");
  await page.choose("state", "all");
  await page.choose("kind", "all");
  await page.click(".field input");
  await page.type("scavenge-forced");
  const names = await page.texts(".results tbody th");
  assert(names.length > 0 && names.every((name) => name.includes("scavenge-forced")));
});

onPage("sorts by a column, by keyboard too", file, {}, async (page) => {
  const executions = async () =>
    (
      await page.evaluate(
        "[...document.querySelectorAll('.results tbody td:nth-child(6)')].map((each) => each.firstChild.data.replace(/\\D/g, ''))",
      )
    ).map(Number);
  await page.evaluate(
    "[...document.querySelectorAll('.results thead button')].find((each) => each.textContent.startsWith('executions')).focus()",
  );
  await page.press("Enter");
  let values = await executions();
  assert.deepEqual(
    values,
    [...values].sort((a, b) => a - b),
  );
  assert((await page.attributes(".results th", "aria-sort")).includes("ascending"));
  await page.press("Enter");
  values = await executions();
  assert.deepEqual(
    values,
    [...values].sort((a, b) => b - a),
  );
  assert((await page.attributes(".results th", "aria-sort")).includes("descending"));
});

const mixed = structuredClone(sample);
Object.assign(mixed.results[0], { strategy: "bounded:2", bound: 2 });
Object.assign(mixed.results[1], { exhausted: false, as_expected: false });
Object.assign(mixed.results[2], {
  verdict: "race",
  as_expected: false,
  exhausted: false,
  preemptions: 1,
  steps: 9,
  message: "x: thread 1 reads it, thread 0 writes it, and nothing orders the two",
  trace_file: "heddle-traces/x.json",
});
onPage(
  "a bound, a limit and a violation are said plainly",
  reportFile("verify", "mixed", mixed),
  { dark: true },
  async (page, screenshot) => {
    assert.equal(await page.text("h1"), "Shown: the design, or a model of it, is broken.");
    const [bounded, stopped, broken] = await page.texts(".results tbody tr");
    assert.match(bounded, /✓ as expected.*bounded: all within 2 preemptions/);
    assert.match(stopped, /\? undecided.*a limit came first/);
    assert.match(
      broken,
      /✗ unexpected.*nothing orders the two.*heddle replay heddle-traces\/x\.json.*with 1 preemption, 9 steps/,
    );
    await screenshot("verify-mixed-dark");
  },
);

onPage("700 pixels wide, and on paper", file, { width: 700, height: 900 }, async (page, screenshot, folder) => {
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(overflow, 0);
  await screenshot("verify-narrow");
  await page.print(join(folder, "verify.pdf"));
});

onPage("read out", file, {}, async (page) => {
  const nodes = await page.accessible();
  const has = (role, name) => nodes.some((node) => node.role === role && name.test(node.name));
  assert(has("heading", /^(✓ )?Verified/));
  assert(has("combobox", /^kind/));
  assert(has("searchbox", /^name or message/));
  assert(has("columnheader", /^verdict/));
  assert(has("rowheader", /allocate-free-scavenge/));
});

await run();
