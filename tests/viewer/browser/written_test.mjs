// SPDX-License-Identifier: BSD-3-Clause
//
// The pages that the program writes, of real searches.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { folder } from "./report_file.mjs";
import { onPage, run } from "./suite.mjs";

const program = process.argv[3] && resolve(process.argv[3]);
if (program === undefined) throw new Error("usage: node written_test.mjs SCREENSHOTS PROGRAM");
const LARGEST_BYTES = 200_000;

/** The page that a command writes, which ends with this status. */
function written(name, status, ...args) {
  const file = join(folder, `${name}.html`);
  const { status: ended, stderr } = spawnSync(program, [...args, "--quiet", "--html", file], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(ended, status, stderr);
  return file;
}

const current = (page) => page.text("[aria-current] .text");
const pages = (page) => page.attributes(".chunk svg", "data-pages");
const FULL = "#".repeat(63) + ".";

const fault = "gen-no-check-on-unreserve";
const repro = written("repro", 0, "repro", fault);

onPage("a fault that was reproduced", repro, {}, async (page, screenshot) => {
  assert(statSync(repro).size < LARGEST_BYTES, `${statSync(repro).size} bytes`);
  assert.equal(await page.text("h1 .verdict"), "invariant");
  assert.match(await page.text("h1 .message"), /^I24: .* is returned in generation 2$/);
  assert.equal((await page.text(".about")).split(fault).length, 2, "it is named once");
  assert.match(await page.text(".again"), /heddle replay heddle-traces\/.*\.json$/);
  assert.deepEqual(await pages(page), [FULL, FULL]);
  for (let i = 0; i < 200 && !/^takes pages/.test(await current(page)); i++) await page.press("j");
  assert.equal(await current(page), "takes pages [0x17e000, 0x180000)");
  assert.deepEqual(await pages(page), [FULL, "#".repeat(64)]);
  assert.equal(await page.text(".generation"), "generation 2");
  await screenshot("written-repro");
  await page.press("End");
  assert.match(await current(page), /^gives back/);
});

onPage("its source", repro, {}, async (page) => {
  await page.press("j", "j");
  assert.match(await page.text(".source"), /core\/scavenger\/locked_range_scavenger\.inl\.h:\d+ Reserve/);
  assert.match(await page.text(".source pre"), /lock/);
});

const race = written("race", 1, "check", "grow-optimistic-search", "--fault", "opt-bitmap-plain");

onPage("a race", race, {}, async (page, screenshot) => {
  assert.equal(await page.text("h1 .verdict"), "race");
  assert(statSync(race).size < LARGEST_BYTES, `${statSync(race).size} bytes`);
  await page.press("End");
  assert.match(await current(page), /^one of the two accesses of the race: (read|write) /);
  await screenshot("written-race");
});

const trace = join(folder, "heddle-traces", "scavenge-start-generation.gen-no-check-on-unreserve.invariant.json");
const replayed = written("replay", 0, "replay", trace);

onPage("a trace that was replayed", replayed, {}, async (page) => {
  assert.match(await page.text("h1 .message"), /^I24: /);
  assert.deepEqual(await pages(page), [FULL, FULL]);
});

const verified = written("verify", 0, "verify", "--revision", "R1");

onPage("a verification", verified, {}, async (page, screenshot) => {
  assert.match(await page.text("h1"), /^Verified, for \d+ models: no interleaving breaks the design\.$/);
  assert((await page.texts(".sentences li")).includes("Unexpected: nothing."));
  const names = await page.texts(".results tbody th");
  assert(names.some((name) => name.startsWith("r1/scavenge-scavenge")));
  await screenshot("written-verify");
});

const matrix = written("matrix", 0, "matrix", "--revision", "R1", "--budget", "1000");

onPage("a necessity matrix", matrix, {}, async (page, screenshot) => {
  assert.match(await page.text("h1"), /^\d+ of \d+ rows found in some model/);
  assert((await page.texts("tbody th")).some((name) => name.startsWith("claim-no-lock")));
  await screenshot("written-matrix");
});

await run();
